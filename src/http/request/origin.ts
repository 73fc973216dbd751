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
 * What to do with a credential that comes from a page in a browser: only browsers send the header Origin. Everybody who
 * opens the page can read a secret key in it. A live key is refused. A test key works, so that a first try needs no
 * server, but its developer is warned. GraphiQL's own page has the same origin as its requests, and gets no warning. A
 * console session is no secret key, and only our own page can use it.
 */
export function keyInBrowser(
  { tenant, grant, session }: Pick<Caller, 'tenant' | 'grant' | 'session'>,
  headers: IncomingHttpHeaders,
): KeyInBrowser {
  if (headers.origin === undefined || grant !== undefined || session !== undefined) return none
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

export function isSameOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  return host !== undefined && URL.parse(origin ?? '')?.host === host.toLowerCase()
}
