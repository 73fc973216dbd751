import type { OutgoingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Exchange } from '../exchange.ts'
import { respondInParts } from '../respond.ts'
import type { SiteFile } from './files.ts'
import { sitePage } from './page.ts'

/** Vite puts the hash of the contents into these names. */
const HASHED = /^assets\/.*[.-][\w-]{8}\.\w+$/

interface Found {
  readonly file: SiteFile
  readonly status: number
  /** Further sources of a page's styles. */
  readonly styles: readonly string[]
}

/** Responds with a file of a built site, or with 304 if the browser has it. */
export async function respondFile(exchange: Exchange, { file, status, styles }: Found): Promise<void> {
  const { name, contentType, etag, bytes } = file
  const zips = /\bgzip\b/.test(exchange.request.headers['accept-encoding'] ?? '')
  const headers = { etag, vary: 'accept-encoding', 'cache-control': 'no-cache' }
  if (!name.endsWith('.html')) {
    const cached = HASHED.test(name) ? { 'cache-control': 'public, max-age=31536000, immutable' } : {}
    const body = (zips && file.gzipped) || bytes
    return send(exchange, status, { contentType, body, headers: { ...headers, ...cached, ...encodingOf(body, bytes) } })
  }
  const { html, policy, isUnique } = sitePage(bytes.toString('utf8'), styles)
  const text = Buffer.from(html)
  const body = zips ? await promisify(gzip)(text) : text
  const cached = isUnique ? { vary: 'accept-encoding', 'cache-control': 'no-store' } : headers
  const page = { ...cached, 'content-security-policy': policy, ...encodingOf(body, text) }
  return send(exchange, status, { contentType, body, headers: page })
}

function encodingOf(body: Buffer, plain: Buffer): OutgoingHttpHeaders {
  return body === plain ? {} : { 'content-encoding': 'gzip' }
}

interface Answer {
  readonly contentType: string
  readonly body: Buffer
  readonly headers: OutgoingHttpHeaders
}

async function send({ request, response, method }: Exchange, status: number, { contentType, body, headers }: Answer) {
  const known = request.headers['if-none-match']?.split(',').map(one => one.trim())
  if (status === 200 && typeof headers.etag === 'string' && known?.includes(headers.etag)) {
    const { 'content-encoding': _none, ...same } = headers
    return void response.writeHead(304, same).end()
  }
  if (method !== 'HEAD') return respondInParts(response, contentType, body, headers, status)
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.byteLength, ...headers }).end()
}
