import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Sent with a 503: a restarting database is back by then, and immediate retries would not help it. */
export const retryLater = { 'retry-after': '5' } as const

/** Responds with a complete text. No effect if the connection is closed or a response has started. */
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
/** Parts that all connections together get in one turn of the event loop, each of which accepts one connection only. */
const PARTS_IN_TURN = 4
/** A client that reads nothing for this long is disconnected. */
const PART_READ_MS = 30_000

/**
 * Responds with bytes that many clients share. Each connection gets the next part once the last one was sent, so it
 * buffers no more than one part. Settles when the client has everything or has disconnected.
 */
export async function respondInParts(
  response: ServerResponse,
  contentType: string,
  bytes: Uint8Array,
  headers: OutgoingHttpHeaders,
  status = 200,
): Promise<void> {
  if (response.destroyed) return
  response.setTimeout(PART_READ_MS) // node:http then closes the connection
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.byteLength, ...headers })
  await pipeline(Readable.from(partsOf(bytes)), response).catch(() => {})
}

async function* partsOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += PART_BYTES) {
    await turn()
    yield bytes.subarray(start, start + PART_BYTES)
  }
}

const waiting: (() => void)[] = []

/** Without it, hundreds of connections whose parts the system accepts at once would make each turn of the event loop long. */
function turn(): Promise<void> {
  return new Promise(resolve => {
    if (waiting.push(resolve) === 1) setImmediate(nextTurn)
  })
}

function nextTurn(): void {
  for (const resolve of waiting.splice(0, PARTS_IN_TURN)) resolve()
  if (waiting.length > 0) setImmediate(nextTurn)
}

export function respondJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  respond(response, status, 'application/json; charset=utf-8', JSON.stringify(value), headers)
}

/** An error outside GraphQL execution, in the format of a GraphQL response. */
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
  // Does not wait for the rest of the body.
  respondError(response, 413, { code: 'BAD_USER_INPUT', message }, { connection: 'close' })
}
