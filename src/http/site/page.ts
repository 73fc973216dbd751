import { randomBytes } from 'node:crypto'
import { sourceOf } from '../routes/browser-page.ts'
import { policyOf } from '../security-headers.ts'

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g
/** Where Vite writes it (`html.cspNonce`), each response has a nonce of its own, with which libraries mark the styles that they add. */
const NONCE_PLACE = '__CSP_NONCE__'

export interface SitePage {
  readonly html: string
  readonly policy: string
  /** True if the next response has another nonce: the page must not be cached. */
  readonly isUnique: boolean
}

/**
 * A page that we have built, with its Content-Security-Policy: everything from this host. Its own inline scripts are allowed by their
 * hashes: VitePress writes some, which choose light or dark before the first paint.
 *
 * @param styles Further sources of styles.
 */
export function sitePage(built: string, styles: readonly string[]): SitePage {
  const isUnique = built.includes(NONCE_PLACE)
  const nonce = randomBytes(16).toString('base64')
  const html = isUnique ? built.replaceAll(NONCE_PLACE, nonce) : built
  const scripts = [...html.matchAll(INLINE_SCRIPT)].map(([, script = '']) => sourceOf(script))
  const policy = policyOf({
    'script-src': ["'self'", ...new Set(scripts)].join(' '),
    'style-src': ["'self'", ...styles, ...(isUnique ? [`'nonce-${nonce}'`] : [])].join(' '),
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'worker-src': "'self'",
  })
  return { html, policy, isUnique }
}
