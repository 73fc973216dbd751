import type { Route } from '../exchange.ts'
import { createAssets } from '../graphiql/assets.ts'
import { respondError, respondInParts } from '../respond.ts'

const PREFIX = '/graphiql/'

/** The files behind GraphiQL's page, so that it opens without the internet. */
export function graphiqlAssetsRoute(): Route {
  const assets = createAssets()
  return {
    name: 'graphiql',
    path: PREFIX,
    methods: ['GET'],
    async handle({ request, response, path }) {
      const asset = await assets.find(path.slice(PREFIX.length))
      if (asset === undefined)
        return respondError(response, 404, {
          code: 'NOT_FOUND',
          message: 'There is nothing at this URL. Check the path.',
        })
      const zipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
      const bytes = zipped ? asset.gzipped : await asset.plain()
      await respondInParts(response, asset.contentType, bytes, {
        ...(zipped ? { 'content-encoding': 'gzip' } : {}),
        vary: 'accept-encoding',
        // Names stay the same across versions; within an hour a changed file may be a stale one.
        'cache-control': 'private, max-age=3600',
        'x-content-type-options': 'nosniff',
      })
    },
  }
}
