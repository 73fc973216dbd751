import type { Route } from '../exchange.ts'
import { createAssets } from '../graphiql/assets.ts'
import { RETURNED_PATH } from '../graphiql/tour.ts'
import { respondError, respondInParts } from '../respond.ts'
import { respondPage } from './browser-page.ts'

const PREFIX = '/graphiql/'

const returned = {
  title: 'Back at the shop',
  body: '<p>Here the shop would thank its customer. Go back to GraphiQL and see what has happened meanwhile.</p>',
}

/** The files of GraphiQL's page, so that it works offline, and the page to which the tour's consumer returns. */
export function graphiqlAssetsRoute(): Route {
  const assets = createAssets()
  return {
    name: 'graphiql',
    path: PREFIX,
    methods: ['GET'],
    async handle({ request, response, path }) {
      if (path === RETURNED_PATH) return respondPage(response, 200, returned)
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
