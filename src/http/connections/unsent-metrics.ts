import { Gauge } from 'prom-client'
import type { Metrics } from '../metrics.ts'

/** Counts, when somebody asks, what subscribers' connections hold in this process because their clients do not read. */
export function meterUnsent({ registry }: Metrics, bytes: { readonly ws: () => number; readonly sse: () => number }) {
  new Gauge({
    name: 'perennial_unsent_bytes',
    help: 'Written for subscribers and still in this process, because they do not read, by transport (ws, sse).',
    labelNames: ['transport'],
    registers: [registry],
    collect() {
      this.set({ transport: 'ws' }, bytes.ws())
      this.set({ transport: 'sse' }, bytes.sse())
    },
  })
}
