import type { Route } from '../exchange.ts'
import { respondJson } from '../respond.ts'

/** This process is alive. Whether it can serve is /readyz. */
export const healthRoute: Route = {
  name: 'healthz',
  path: '/healthz',
  methods: ['GET', 'HEAD'],
  handle: ({ response }) => respondJson(response, 200, { status: 'ok' }),
}
