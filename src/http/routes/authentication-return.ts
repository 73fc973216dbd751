import type { IncomingMessage } from 'node:http'
import { parseForm } from '../../base/text/form.ts'
import type { Route } from '../exchange.ts'
import type { Ports } from '../ports.ts'
import { readBody } from '../request/body.ts'
import { redirectBrowser, respondLinkNotFound, respondPage, respondPageFailed } from './browser-page.ts'

const PREFIX = '/authenticate/return/'
const FORM_LIMIT_BYTES = 64 * 1024

/**
 * The address to which a provider sends the consumer's browser back, by GET with a query or by POST with a form.
 * Redirects to the page of the bank or merchant, or shows a page with the problem.
 */
export function authenticationReturnRoute(
  returnFromAuthentication: Ports['returnFromAuthentication'],
  addressOf: (request: IncomingMessage) => string | null,
): Route {
  return {
    name: 'authentication_return',
    path: PREFIX,
    methods: ['GET', 'HEAD', 'POST'],
    respondFailure: respondPageFailed,
    async handle({ request, response, method, path, query }) {
      const parameters = method === 'POST' ? await formOf(request) : parametersOf(query)
      if (parameters === undefined)
        return respondPage(response, 400, {
          title: 'This page could not be opened',
          body: '<p>Please go back to the shop you came from and try again.</p>',
        })
      const token = path.slice(PREFIX.length)
      // A HEAD request is not the consumer's return.
      const received = method === 'HEAD' ? null : parameters
      const visit = { token, parameters: received, ip: addressOf(request) }
      const found = token === '' ? undefined : await returnFromAuthentication(visit)
      if (found) redirectBrowser(response, found.redirectTo)
      else respondLinkNotFound(response)
    },
  }
}

type Parameters = Readonly<Record<string, string>>

async function formOf(request: IncomingMessage): Promise<Parameters | undefined> {
  const body = await readBody(request, FORM_LIMIT_BYTES)
  return body.ok ? parametersOf(body.bytes.toString('utf8')) : undefined
}

function parametersOf(text: string): Parameters | undefined {
  const fields = parseForm(text)
  return fields && Object.fromEntries(fields)
}
