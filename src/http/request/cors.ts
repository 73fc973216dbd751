import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

/**
 * Let any site's page ask, and read the answer: credentials come in a header that a page has to set on purpose, never
 * in a cookie.
 */
export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-request-id, retry-after',
} as const

/** A header's name, as HTTP defines it, of a length that none in use comes near. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,128}$/
const MOST_NAMES = 64
const USUAL_NAMES = 'authorization, content-type, x-request-id, last-event-id'

/**
 * What a preflight is answered with. Any header may be sent, because tracing tools and clients add their own: those
 * that are asked for are named back (a "*" would not stand for `authorization`).
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
