import type { Route } from '../exchange.ts'
import type { Metrics } from '../metrics.ts'
import { respond } from '../respond.ts'
import { shareWhileRunning } from './share-while-running.ts'

/**
 * Prometheus text with counts only. Access is restricted by the network, not here.
 *
 * @param keepMs How long a text is cached: producing it blocks the process for milliseconds.
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
