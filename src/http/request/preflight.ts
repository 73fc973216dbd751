import type { IncomingHttpHeaders } from 'node:http'

/**
 * Headers that a page of another site can send only after a preflight. Apollo's clients send the first two; other
 * clients send the third or the fourth.
 */
const PREFLIGHT_HEADERS = [
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'graphql-require-preflight',
  'x-graphql-yoga-csrf',
] as const

/** True if no form, image or link of another site can have sent the request (CSRF). */
export function isPreflighted(headers: IncomingHttpHeaders): boolean {
  if (PREFLIGHT_HEADERS.some(name => headers[name] !== undefined)) return true
  return /^application\/json\b/i.test(headers['content-type'] ?? '')
}

export const preflightAdvice = `Send the header "${PREFLIGHT_HEADERS[0]}: true" with a GET, or send the operation with POST.`
