import type { ExecutionResult } from 'graphql'
import type { Exchange } from '../../exchange.ts'
import { textOf } from '../engine.ts'

export const EVENT_STREAM = 'text/event-stream'

/** Keep proxies from holding events back in order to store, compress or collect them; the last one is nginx's. */
export const eventStreamHeaders = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' } as const

/** The stream is over: a client that reads this does not reconnect. */
export const completeEvent = 'event: complete\ndata:\n\n'

/** A comment, which clients pass over. */
const PING = ':\n\n'

/** @param id Comes back as `Last-Event-ID` when the client connects again. */
export function nextEvent(result: ExecutionResult, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: next\ndata: ${textOf(result)}\n\n`
}

interface EventStreamOptions {
  readonly idOf: (result: ExecutionResult) => string | undefined
  /** So that neither a proxy nor the reader takes a quiet stream for a dead one. */
  readonly pingEveryMs: number
  /** Called after each write, and when the connection has taken what was written. */
  readonly onChange: () => void
}

/**
 * Answers with results as server-sent events. Each is made only when the one before was taken: a slow reader slows down
 * its own. Resolves when the results have ended or the connection is gone; the results are ended then too.
 */
export async function writeEvents(
  exchange: Exchange,
  results: AsyncGenerator<ExecutionResult, void, void>,
  { idOf, pingEveryMs, onChange }: EventStreamOptions,
): Promise<void> {
  const { response } = exchange
  const ping = () => {
    if (!response.writableNeedDrain) response.write(PING)
  }
  response.writeHead(200, { 'content-type': EVENT_STREAM, ...eventStreamHeaders })
  ping() // Some browsers and proxies pass the head on only together with something of the body.
  const timer = setInterval(ping, pingEveryMs)
  // In a function of its own, and as bytes: while a slow reader is waited for, neither the result nor its text is held.
  const writeNext = async (): Promise<'done' | 'taken' | 'waits'> => {
    const next = await results.next()
    if (next.done) return 'done'
    return response.write(Buffer.from(nextEvent(next.value, idOf(next.value)))) ? 'taken' : 'waits'
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

/** Resolves when the connection takes more, or is gone. */
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
