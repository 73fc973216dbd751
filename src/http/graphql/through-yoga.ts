import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Transport } from './engine.ts'
import type { Yoga } from './yoga.ts'

/**
 * Answers a request by Yoga. The body was read already, so that its limit and its type are checked in one place. Ends
 * when the answer has ended or the caller went away, and then the subscription behind it is ended too.
 */
export async function answerThroughYoga(
  yoga: Yoga,
  { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: Buffer | undefined },
  transport: Transport,
): Promise<void> {
  const answer = await yoga.fetch(
    // Only the path and the query of the address count; the host is whatever the caller wrote.
    new URL(request.url ?? '/', 'http://gateway').href,
    {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      ...(body === undefined ? {} : { body: body.toString('utf8') }),
    },
    transport,
  )
  if (response.destroyed) return void answer.body?.cancel().catch(() => {})
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (answer.body === null) return void response.end()
  // A caller that goes away ends the pipeline, which cancels the stream, which ends the subscription.
  await pipeline(Readable.from(answer.body), response).catch(() => {})
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { accept, 'content-type': contentType } = headers
  return {
    ...(accept === undefined ? {} : { accept }),
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
  }
}
