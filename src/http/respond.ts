import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'

/** With a 503: a database that restarts is back by then, and a crowd that comes at once is no help to it. */
export const comeAgain = { 'retry-after': '5' } as const

/** Answers with text, whole and at once. Does nothing where the connection is gone or an answer has begun. */
export function respond(
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(text)
}

const PART_BYTES = 64 * 1024
/** A reader who takes no part for this long is gone. */
const PART_READ_MS = 30_000

/**
 * Answers 200 with bytes that many readers share: each connection is given the next part when the last one has left, and
 * holds no more than that. Settles when the reader has all of it, or is gone.
 */
export async function respondInParts(
  response: ServerResponse,
  contentType: string,
  bytes: Uint8Array,
  headers: OutgoingHttpHeaders,
): Promise<void> {
  if (response.destroyed) return
  response.setTimeout(PART_READ_MS) // node:http then closes the connection
  response.writeHead(200, { 'content-type': contentType, 'content-length': bytes.byteLength, ...headers })
  await pipeline(Readable.from(partsOf(bytes)), response).catch(() => {})
}

async function* partsOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += PART_BYTES) {
    yield bytes.subarray(start, start + PART_BYTES)
    // While the system takes parts at once, nothing else would let the other callers have their turn.
    await setImmediate()
  }
}

export function respondJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  respond(response, status, 'application/json; charset=utf-8', JSON.stringify(value), {
    'cache-control': 'no-store',
    ...headers,
  })
}

/** An error outside GraphQL's execution, in the shape that GraphQL clients read. */
export function respondError(
  response: ServerResponse,
  status: number,
  { code, message, ...extensions }: { code: string; message: string; requestId?: string },
  headers: OutgoingHttpHeaders = {},
): void {
  respondJson(response, status, { errors: [{ message, extensions: { code, ...extensions } }] }, headers)
}

export function respondTooLarge(response: ServerResponse, limitBytes: number): void {
  const message = `The body is larger than the maximum of ${limitBytes} bytes. Send a smaller request.`
  // The rest of the body is not waited for.
  respondError(response, 413, { code: 'BAD_USER_INPUT', message }, { connection: 'close' })
}
