import type { Route } from '../exchange.ts'
import type { Metrics } from '../metrics.ts'
import { respond } from '../respond.ts'
import { shareWhileRunning } from '../share-while-running.ts'

/** Prometheus text. Holds counts only; who may scrape it is for the network in front to say. */
export function metricsRoute({ registry }: Metrics): Route {
  const count = shareWhileRunning(() => registry.metrics())
  return {
    name: 'metrics',
    path: '/metrics',
    methods: ['GET'],
    async handle({ response }) {
      respond(response, 200, registry.contentType, await count())
    },
  }
}
