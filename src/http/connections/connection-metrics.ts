import type { Server } from 'node:http'
import { promisify } from 'node:util'
import { Counter, Gauge } from 'prom-client'
import type { Metrics } from '../metrics.ts'

/** Counts open and refused connections of callers. @returns Counts one that its address's limit refused. */
export function meterConnections({ registry }: Metrics, server: Server): () => void {
  const count = promisify(server.getConnections.bind(server))
  new Gauge({
    name: 'perennial_connections_open',
    help: 'Open connections of callers, WebSockets included.',
    registers: [registry],
    async collect() {
      this.set(await count())
    },
  })
  const refused = new Counter({
    name: 'perennial_connections_refused_total',
    help: 'Connections refused because the limit of this process or of their address was reached.',
    registers: [registry],
  })
  server.on('drop', () => refused.inc())
  return () => refused.inc()
}
