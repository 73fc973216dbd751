import type { Log } from '../base/log/log.ts'
import { isDatabaseOutage } from '../store/sql/outage.ts'
import type { Exchange, Route } from './exchange.ts'
import { OUTAGE_STATUS, outageMessage } from './graphql/errors/outage.ts'
import { respondError, retryLater } from './respond.ts'

/** Finds the route for a path and runs it. Sends the error response if there is no route or if the route fails. */
export function createRouter(routes: readonly Route[], log: Log) {
  const exact = new Map(routes.filter(route => !isPrefix(route)).map(route => [route.path, route]))
  const prefixes = routes.filter(isPrefix)
  const find = (path: string) => exact.get(path) ?? prefixes.find(route => path.startsWith(route.path))
  return {
    /** The route's name, for metrics. */
    nameOf: (path: string): string => find(path)?.name ?? 'none',
    /**
     * Never rejects: an unexpected error is logged and answered without its message, with 503 if the database is
     * unavailable, otherwise with 500.
     */
    async handle(exchange: Exchange): Promise<void> {
      const { response, method, path, requestId } = exchange
      const route = find(path)
      if (route === undefined)
        return respondError(response, 404, {
          code: 'NOT_FOUND',
          message: 'There is nothing at this URL. Check the path.',
        })
      if (!route.methods.includes(method)) {
        const allow = route.methods.join(', ')
        return respondError(
          response,
          405,
          { code: 'BAD_USER_INPUT', message: `This URL does not support the HTTP method. Use ${allow}.` },
          { ...route.headers, allow },
        )
      }
      try {
        await route.handle(exchange)
      } catch (error) {
        const outage = isDatabaseOutage(error)
        const entry = { requestId, route: route.name, err: error }
        if (outage) log.warn(entry, 'the database is unavailable')
        else log.error(entry, 'unexpected error')
        const status = outage ? OUTAGE_STATUS : 500
        const headers = { ...route.headers, ...(outage && retryLater) }
        if (response.headersSent) response.destroy()
        else if (route.respondFailure) route.respondFailure(response, status, headers)
        else {
          const message = outage ? outageMessage : 'Unexpected error'
          respondError(response, status, { code: 'INTERNAL_SERVER_ERROR', message, requestId }, headers)
        }
      }
    },
  }
}

function isPrefix({ path }: Route): boolean {
  return path.length > 1 && path.endsWith('/')
}
