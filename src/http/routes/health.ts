import type { Route } from '../exchange.ts'
import { respondJson } from '../respond.ts'

/** Reports that this process is alive. /readyz reports whether it can serve. */
export const healthRoute: Route = {
  name: 'healthz',
  path: '/healthz',
  methods: ['GET', 'HEAD'],
  handle: ({ response }) => respondJson(response, 200, { status: 'ok' }),
}
