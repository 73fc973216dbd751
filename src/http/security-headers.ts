import type { ServerResponse } from 'node:http'

/**
 * A year, which browsers and their preload lists expect. It applies only to this host, because other hosts of the
 * operator are not ours.
 */
const STRICT_TRANSPORT = 'max-age=31536000'

/**
 * Sent with every response, for every route and every error. A route replaces the values that its own page needs.
 * `no-store`: responses contain personal data or signed links. No page may be shown in a frame. A response that is not
 * a page must not load or run anything.
 */
const usualHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': policyOf({}),
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** @param publicUrl If it is https, browsers must never use http again. */
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
