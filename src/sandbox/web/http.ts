import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { STYLE } from './style.ts'

/**
 * A complete answer, built before any of it is sent, so that faults can damage it and the idempotency store can keep
 * it.
 */
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const BODY_LIMIT_BYTES = 1 << 20

/** Thrown by `readBody` if a body exceeds 1 MiB. */
export class BodyTooLarge extends Error {}

export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

const STYLE_SOURCE = sourceOf(STYLE)

/**
 * A page that loads nothing, with no style but the pages' own. `form-action` is not set, because browsers apply it to the redirect
 * too.
 */
export function htmlAnswer(status: number, body: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src ${STYLE_SOURCE}; base-uri 'none'; frame-ancestors 'none'`,
    },
    body,
  }
}

/** A page that can run only the given inline script. */
export function scriptedHtmlAnswer(status: number, body: string, script: string): Answer {
  const answer = htmlAnswer(status, body)
  const policy = `${answer.headers['content-security-policy']}; script-src ${sourceOf(script)}`
  return { ...answer, headers: { ...answer.headers, 'content-security-policy': policy } }
}

/** A source of a Content-Security-Policy: this one inline style or script. */
function sourceOf(inline: string): string {
  return `'sha256-${createHash('sha256').update(inline).digest('base64')}'`
}

export function redirectAnswer(location: string): Answer {
  return { status: 303, headers: { location }, body: '' }
}

/** Sent with every answer that does not say otherwise: pages and redirects carry signed links. */
const usualHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(answer.status, {
    ...usualHeaders,
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
  })
  response.end(answer.body)
}

const bodies = new WeakMap<IncomingMessage, Promise<Buffer>>()

/**
 * Reads the body. A second call returns the same body.
 * @throws {BodyTooLarge}; also rejects if the client disconnects before its body is complete
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  const read = bodies.get(request) ?? receiveBody(request)
  bodies.set(request, read)
  return read
}

async function receiveBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_LIMIT_BYTES) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The value of a header; of a repeated header the first one. */
export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)
}
