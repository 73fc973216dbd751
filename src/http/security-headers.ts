import type { ServerResponse } from 'node:http'

/** A year: what browsers and their lists expect. Only for this host: the operator's other hosts are not ours. */
const STRICT_TRANSPORT = 'max-age=31536000'

/**
 * Sent with every response, whatever route or error it comes from; a route replaces what its own page needs. `no-store`: responses hold
 * personal data or signed links. Nothing may frame a page, and nothing that is not a page may load or run anything.
 */
const usualHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': policyOf({}),
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** @param publicUrl Where it is https, browsers must never come back by http. */
export function createSecurityHeaders(publicUrl: string | undefined): (response: ServerResponse) => void {
  const headers = Object.entries({
    ...usualHeaders,
    ...(publicUrl?.startsWith('https:') && { 'strict-transport-security': STRICT_TRANSPORT }),
  })
  return response => {
    for (const [name, value] of headers) response.setHeader(name, value)
  }
}

/**
 * A Content-Security-Policy that allows what is named, and nothing else.
 *
 * @param allowed Sources by their directive, e.g. `{ 'script-src': "'self'" }`.
 */
export function policyOf(allowed: Readonly<Record<string, string>>): string {
  const directives = {
    'default-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    ...allowed,
  }
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ')
}
