import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

/**
 * Any site can send requests and read responses. Credentials are in a header that a page must set on purpose, never in
 * a cookie.
 */
export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-request-id, retry-after, ratelimit, ratelimit-policy',
} as const

/** A header name as HTTP defines it, with a generous maximum length. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,128}$/
const MOST_NAMES = 64
const USUAL_NAMES = 'authorization, content-type, x-request-id, last-event-id'

/**
 * The response to a preflight. Any header is allowed, because tracing tools and clients add their own. The requested
 * names are listed, because "*" does not include `authorization`.
 */
export function preflightHeaders({
  'access-control-request-headers': asked,
}: IncomingHttpHeaders): OutgoingHttpHeaders {
  const names = asked?.split(',', 1_000).map(name => name.trim())
  return {
    ...corsHeaders,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': names
      ? names
          .filter(name => HEADER_NAME.test(name))
          .slice(0, MOST_NAMES)
          .join(', ')
      : USUAL_NAMES,
    'access-control-max-age': '86400',
    vary: 'access-control-request-headers',
  }
}
