import type { Route } from '../exchange.ts'
import type { Metrics } from '../metrics.ts'
import { respond } from '../respond.ts'
import { shareWhileRunning } from './share-while-running.ts'

/**
 * Prometheus text. Holds counts only; who may scrape it is for the network in front to say.
 *
 * @param keepMs How long a text is given to all who ask: each takes milliseconds of everybody's time to write.
 */
export function metricsRoute({ registry }: Metrics, keepMs = 1_000): Route {
  const count = shareWhileRunning(() => registry.metrics(), { keepMs })
  return {
    name: 'metrics',
    path: '/metrics',
    methods: ['GET'],
    async handle({ response }) {
      respond(response, 200, registry.contentType, await count())
    },
  }
}
