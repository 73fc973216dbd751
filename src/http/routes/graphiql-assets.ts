import type { Route } from '../exchange.ts'
import { createAssets } from '../graphiql/assets.ts'
import { respondError, respondInParts } from '../respond.ts'

const PREFIX = '/graphiql/'

/** The files of GraphiQL's page, so that it works offline. */
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
        // File names do not change with versions, so a file can be stale for up to an hour.
        'cache-control': 'private, max-age=3600',
      })
    },
  }
}
