import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

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
