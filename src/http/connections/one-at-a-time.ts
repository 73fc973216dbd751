import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface OneAtATime {
  readonly handle: Handle
  /** True while a request of this connection is answered or waits. */
  isBusy(connection: Socket): boolean
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Answers the requests of one connection one after the other. node:http alone begins all that a client sends ahead
 * (pipelining), and keeps each answer until its turn. A request that waits when its connection closes is never begun.
 *
 * @param maxWaiting Requests sent ahead; a connection with more is closed.
 */
export function oneAtATime(handle: Handle, maxWaiting: number): OneAtATime {
  const lines = new WeakMap<Socket, (() => void)[]>()
  const begin = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    response.once('close', () => {
      const next = socket.destroyed ? undefined : lines.get(socket)?.shift()
      if (next === undefined) lines.delete(socket)
      else next()
    })
    handle(request, response)
  }
  return {
    handle(request, response) {
      const { socket } = request
      const waiting = lines.get(socket)
      if (waiting === undefined) {
        lines.set(socket, [])
        begin(request, response)
      } else if (waiting.length < maxWaiting) waiting.push(() => begin(request, response))
      else socket.destroy()
    },
    isBusy: connection => lines.has(connection),
  }
}
