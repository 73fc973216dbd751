import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface OneAtATime {
  readonly handle: Handle
  /** True while a request of this connection is being answered or waits. */
  isBusy(connection: Socket): boolean
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Handles the requests of one connection one after the other. Without this, node:http starts all pipelined requests at
 * once and buffers their responses. A request that still waits when its connection closes is never handled.
 *
 * @param maxWaiting Pipelined requests; a connection with more is closed.
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
