import type { Route } from '../exchange.ts'
import type { Quotas } from '../quotas/quotas.ts'
import { RateLimitedError, respondRateLimited } from '../quotas/rate-limited.ts'
import { bearerOf } from '../request/bearer.ts'
import { respondInParts } from '../respond.ts'
import { respondUnauthenticated } from './unauthenticated.ts'

interface SchemaRouteOptions {
  readonly sdl: string
  readonly quotas: Pick<Quotas, 'authenticate' | 'addressOf'>
  /** False: it needs a key. */
  readonly isPublic: boolean
}

/** The printed schema, for code generators and editors. */
export function schemaRoute({ sdl, quotas, isPublic }: SchemaRouteOptions): Route {
  const bytes = Buffer.from(sdl)
  return {
    name: 'schema',
    path: '/schema.graphql',
    methods: ['GET'],
    async handle({ request, response }) {
      if (!isPublic) {
        const credential = bearerOf(request.headers.authorization)
        if (credential === undefined) return respondUnauthenticated(response)
        try {
          const caller = await quotas.authenticate(credential, quotas.addressOf(request))
          if (caller === undefined) return respondUnauthenticated(response)
        } catch (error) {
          if (error instanceof RateLimitedError) return respondRateLimited(response, error)
          throw error
        }
      }
      await respondInParts(response, 'text/plain; charset=utf-8', bytes, {
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
    },
  }
}
