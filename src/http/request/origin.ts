import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '../../operations/command/caller.ts'

export interface KeyInBrowser {
  /** Why the request is refused; undefined if it is not. */
  readonly refusal?: string
  /** For `extensions.warnings` of the answer. */
  readonly warnings: readonly string[]
}

const none: KeyInBrowser = { warnings: [] }

/**
 * Decides about a credential that was sent by a page in a browser (only browsers send the header Origin). Everybody who
 * opens the page can read a secret key in it. So a live key is refused. A test key works, so that a first try needs no
 * server, but the response warns its developer. GraphiQL's own page has the same origin as its requests, and gets no
 * warning.
 */
export function keyInBrowser(
  { tenant, grant }: Pick<Caller, 'tenant' | 'grant'>,
  headers: IncomingHttpHeaders,
): KeyInBrowser {
  if (headers.origin === undefined || grant !== undefined) return none
  if (tenant.mode === 'LIVE')
    return {
      refusal:
        'A live secret key was sent from a browser: the request has an Origin header. Everybody who opens the page ' +
        'can read the key. Revoke it, and use a client token from clientTokenCreate in the page.',
      warnings: [],
    }
  if (isSameOrigin(headers)) return none
  return {
    warnings: [
      'A secret key was sent from a browser: the request has an Origin header. A live key is refused there. Use a ' +
        'client token from clientTokenCreate in the page.',
    ],
  }
}

function isSameOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  return host !== undefined && URL.parse(origin ?? '')?.host === host.toLowerCase()
}
