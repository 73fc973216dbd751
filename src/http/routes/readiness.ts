import type { Route } from '../exchange.ts'
import type { Ports } from '../ports.ts'
import { respondJson } from '../respond.ts'
import { shareWhileRunning } from './share-while-running.ts'

/** 200 only while this process can serve. Otherwise, and while it stops, 503 with the missing parts. */
export function readinessRoute(unready: Ports['unready'], isStopping: () => boolean): Route {
  const look = shareWhileRunning(unready)
  return {
    name: 'readyz',
    path: '/readyz',
    methods: ['GET', 'HEAD'],
    async handle({ response }) {
      const missing = isStopping() ? ['stopping'] : await look()
      if (missing.length === 0) respondJson(response, 200, { status: 'ready' })
      else respondJson(response, 503, { status: 'not ready', missing })
    },
  }
}
