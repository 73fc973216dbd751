import type { OutgoingHttpHeaders } from 'node:http'
import type { Exchange } from '../exchange.ts'
import { respondInParts } from '../respond.ts'
import { policyOf } from '../security-headers.ts'
import type { SiteFile } from './files.ts'

/** Vite puts the hash of the contents into these names. */
const HASHED = /^assets\/.*[.-][\w-]{8}\.\w+$/

/** Of a page: everything from this host, and nothing inline. */
const PAGE_POLICY = policyOf({
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
})

/** Responds with a file of a built site, or with 304 if the browser has it. */
export function respondFile(exchange: Exchange, file: SiteFile, status: number): Promise<void> {
  const { name, contentType, etag, bytes, gzipped } = file
  const zips = /\bgzip\b/.test(exchange.request.headers['accept-encoding'] ?? '')
  const body = (zips && gzipped) || bytes
  const headers = {
    ...{ etag, vary: 'accept-encoding' },
    'cache-control': HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(name.endsWith('.html') && { 'content-security-policy': PAGE_POLICY }),
    ...(body !== bytes && { 'content-encoding': 'gzip' }),
  }
  return send(exchange, status, { contentType, body, headers })
}

interface Answer {
  readonly contentType: string
  readonly body: Buffer
  readonly headers: OutgoingHttpHeaders & { readonly etag: string }
}

async function send({ request, response, method }: Exchange, status: number, { contentType, body, headers }: Answer) {
  const known = request.headers['if-none-match']?.split(',').map(one => one.trim())
  if (status === 200 && known?.includes(headers.etag)) {
    const { 'content-encoding': _none, ...same } = headers
    return void response.writeHead(304, same).end()
  }
  if (method !== 'HEAD') return respondInParts(response, contentType, body, headers, status)
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.byteLength, ...headers }).end()
}
