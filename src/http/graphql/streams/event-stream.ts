import type { ExecutionResult } from 'graphql'
import type { Exchange } from '../../exchange.ts'
import { textOf } from '../engine.ts'
import { withWarnings } from '../warnings.ts'

export const EVENT_STREAM = 'text/event-stream'

/** These headers keep proxies from storing and buffering events; the last one is for nginx. */
export const eventStreamHeaders = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' } as const

/** The stream is complete: a client does not reconnect after it. */
export const completeEvent = 'event: complete\ndata:\n\n'

/** A comment, which clients ignore. */
const PING = ':\n\n'

/** @param id The client returns it as `Last-Event-ID` when it reconnects. */
export function nextEvent(result: ExecutionResult, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: next\ndata: ${textOf(result)}\n\n`
}

interface EventStreamOptions {
  readonly idOf: (result: ExecutionResult) => string | undefined
  /** Shown in the first event. */
  readonly warnings: readonly string[]
  /** Keeps proxies and clients from taking a quiet stream for a dead one. */
  readonly pingEveryMs: number
  /** Called after each write and when the buffer has drained. */
  readonly onChange: () => void
}

/**
 * Responds with results as server-sent events. The next result is produced only after the previous one was sent, so a
 * slow client slows down only itself. Resolves when there are no more results or the connection is closed; if the
 * connection is closed, it also ends the results. This is not graphql-sse, because graphql-sse does not wait for a slow
 * client.
 */
export async function writeEvents(
  exchange: Exchange,
  results: AsyncGenerator<ExecutionResult, void, void>,
  { idOf, warnings, pingEveryMs, onChange }: EventStreamOptions,
): Promise<void> {
  const { response } = exchange
  const ping = () => {
    if (!response.writableNeedDrain) response.write(PING)
  }
  response.writeHead(200, { 'content-type': EVENT_STREAM, ...eventStreamHeaders })
  ping() // some browsers and proxies deliver the headers only with a part of the body
  const timer = setInterval(ping, pingEveryMs)
  let unshown = warnings
  // This is a separate function and it writes bytes, so that neither the result nor its text is kept in memory while it
  // waits for a slow client.
  const writeNext = async (): Promise<'done' | 'taken' | 'waits'> => {
    const next = await results.next()
    if (next.done) return 'done'
    const shown = withWarnings(next.value, unshown)
    unshown = []
    return response.write(Buffer.from(nextEvent(shown, idOf(next.value)))) ? 'taken' : 'waits'
  }
  try {
    for (;;) {
      const written = await writeNext()
      if (written === 'done') break
      onChange()
      if (written === 'waits') await drained(exchange)
      onChange()
    }
    if (!response.destroyed) response.end(completeEvent)
  } finally {
    clearInterval(timer)
    await results.return()
  }
}

/** Resolves when the connection accepts more data or is closed. */
function drained({ request: { socket }, response }: Exchange): Promise<void> {
  return new Promise(resolve => {
    if (socket.destroyed) return resolve()
    const done = () => {
      response.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    response.once('drain', done)
    socket.once('close', done)
  })
}
