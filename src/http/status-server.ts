import { createServer } from 'node:http'
import type { Log } from '../base/log/log.ts'
import { createDeparture } from './connections/departure.ts'
import { type HttpServer, listen } from './listen.ts'
import type { Metrics } from './metrics.ts'
import type { Ports } from './ports.ts'
import { createRouter } from './router.ts'
import { healthRoute } from './routes/health.ts'
import { metricsRoute } from './routes/metrics.ts'
import { readinessRoute } from './routes/readiness.ts'

interface StatusServerOptions {
  readonly unready: Ports['unready']
  readonly metrics: Metrics
  readonly log: Log
}

/** Only those that watch the process ask, now and then. */
const MOST_CONNECTIONS = 100

/** What a process without the API says of itself: health, readiness and metrics. */
export function createStatusServer({ unready, metrics, log }: StatusServerOptions): HttpServer {
  const server = createServer((request, response) => {
    departure.watch(response)
    const { url = '/', method = 'GET' } = request
    const [path = '', query = ''] = url.split('?')
    void router.handle({ request, response, method, path, query, requestId: '' })
  })
  server.maxConnections = MOST_CONNECTIONS
  const departure = createDeparture(server)
  const router = createRouter([healthRoute, readinessRoute(unready, () => departure.begun), metricsRoute(metrics)], log)
  return {
    listen: at => listen(server, at),
    drain: departure.begin,
    async stop({ graceMs }) {
      departure.begin()
      await departure.close(graceMs, () => {})
    },
  }
}
