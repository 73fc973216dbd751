import type { Server } from 'node:http'
import { promisify } from 'node:util'
import { Counter, Gauge } from 'prom-client'
import type { Metrics } from '../metrics.ts'

/** Counts the connections that callers have open, and those refused because there were too many. */
export function meterConnections({ registry }: Metrics, server: Server): void {
  const count = promisify(server.getConnections.bind(server))
  new Gauge({
    name: 'perennial_connections_open',
    help: 'Connections that callers have open, WebSockets included.',
    registers: [registry],
    async collect() {
      this.set(await count())
    },
  })
  const refused = new Counter({
    name: 'perennial_connections_refused_total',
    help: 'Connections refused because as many as this process takes were open.',
    registers: [registry],
  })
  server.on('drop', () => refused.inc())
}
