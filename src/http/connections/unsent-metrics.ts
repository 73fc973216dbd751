import { Gauge } from 'prom-client'
import type { Metrics } from '../metrics.ts'

/** Measures, at each scrape, the bytes buffered for subscribers that do not read. */
export function meterUnsent({ registry }: Metrics, bytes: { readonly ws: () => number; readonly sse: () => number }) {
  new Gauge({
    name: 'perennial_unsent_bytes',
    help: 'Bytes buffered for subscribers that do not read, by transport (ws, sse).',
    labelNames: ['transport'],
    registers: [registry],
    collect() {
      this.set({ transport: 'ws' }, bytes.ws())
      this.set({ transport: 'sse' }, bytes.sse())
    },
  })
}
