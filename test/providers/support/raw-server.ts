import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface RawRequest {
  /** Head and body as they came, decoded. */
  readonly text: string
  readonly socket: Socket
  /** Counts from 1, over all connections. */
  readonly number: number
}

export interface RawServer {
  readonly url: string
  /** Every request that arrived whole, in order. */
  readonly requests: readonly RawRequest[]
  readonly connections: () => number
  close(): Promise<void>
}

/** An HTTP server at the level of bytes: `answer` may write anything, cut the connection, or do nothing. */
export async function startRawServer(answer: (request: RawRequest) => void): Promise<RawServer> {
  const requests: RawRequest[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer(socket => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let received = ''
    socket.on('data', chunk => {
      received += chunk.toString('utf8')
      const length = lengthOfFirst(received)
      if (length === undefined) return
      const request = { text: received.slice(0, length), socket, number: requests.length + 1 }
      received = received.slice(length)
      requests.push(request)
      answer(request)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Length of a whole request at the start of the text, its body included; undefined while a part is missing. */
function lengthOfFirst(text: string): number | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const bodyLength = Number(/content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0)
  const length = headEnd + 4 + bodyLength
  return text.length >= length ? length : undefined
}

/** A whole response with its length. */
export function httpAnswer(status: number, body: string, headers: readonly string[] = []): string {
  const head = [`HTTP/1.1 ${status} Answer`, `content-length: ${Buffer.byteLength(body)}`, ...headers]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
