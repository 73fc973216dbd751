import type { Route } from '../exchange.ts'
import type { Ports } from '../ports.ts'
import { respond } from '../respond.ts'

const PREFIX = '/authenticate/return/'

const NOT_FOUND_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Link not found</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1rem }</style>
<h1>This link leads nowhere</h1>
<p>It may have been cut short on its way. Please go back to the shop you came from and try again.</p>
</html>
`

/** Where a provider sends the consumer's browser back to: on to the merchant's page, or to a page that says why not. */
export function authenticationReturnRoute(returnFromAuthentication: Ports['returnFromAuthentication']): Route {
  return {
    name: 'authentication_return',
    path: PREFIX,
    methods: ['GET', 'HEAD'],
    async handle({ response, path }) {
      const token = path.slice(PREFIX.length)
      const found = token === '' ? undefined : await returnFromAuthentication(token)
      // Neither the link nor where it leads is for caches or for the next site's referrer.
      const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
      if (found) response.writeHead(303, { location: found.redirectTo, 'content-length': 0, ...headers }).end()
      else respond(response, 404, 'text/html; charset=utf-8', NOT_FOUND_PAGE, headers)
    },
  }
}
