import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Change, changesSubscription, isSettled, type Order, orderOf } from './order.ts'
import { client } from './orders.ts'

/** Streams an order's states to EventSource. Each id is a cursor, which the browser returns as Last-Event-ID. */
export async function relay(order: Order, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' })
  const left = new AbortController()
  response.on('close', () => left.abort())
  const beat = setInterval(() => response.write(':\n\n'), 15_000)
  const send = (id: string, state: Order) => response.write(`id: ${id}\ndata: ${JSON.stringify(state)}\n\n`)
  const lastId = request.headers['last-event-id']?.toString()
  if (lastId === undefined) send(order.eventCursor, order)
  const variables = { filter: { agreementId: order.id }, after: lastId ?? order.eventCursor }
  try {
    for await (const change of client.watch<{ events: Change }>(changesSubscription, variables, left)) {
      const state = orderOf(change)
      if (state) send(change.eventCursor, state)
      if (state && isSettled(state)) break
    }
  } catch {
    send(order.eventCursor, order) // e.g. CURSOR_EXPIRED: the browser comes back with the id of this state
  }
  clearInterval(beat)
}
