import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const AT_ONCE = 100

interface OpenOptions {
  /** Sent as soon as it is connected. */
  readonly send?: string
  /** Keeps its side of the connection open when the other side closes. */
  readonly allowHalfOpen?: boolean
  /** False: the connection is not read. */
  readonly reads?: boolean
  /** It reads nothing more after this number of bytes. */
  readonly readsBytes?: number
}

/**
 * Opens this number of connections to the gateway. A refused or reset one is not an error, because a gateway defends
 * itself this way.
 */
export async function openConnections(url: string, count: number, options: OpenOptions = {}): Promise<Connections> {
  const { hostname, port } = new URL(url)
  const sockets: Socket[] = []
  const open = async () => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: options.allowHalfOpen ?? false })
    sockets.push(socket)
    if (options.reads ?? true) socket.resume()
    else socket.pause()
    if (options.readsBytes !== undefined) pauseAfter(socket, options.readsBytes)
    await new Promise<void>(resolve => {
      socket.once('connect', () => {
        if (options.send !== undefined) socket.write(options.send)
        resolve()
      })
      socket.on('error', () => resolve())
    })
  }
  for (let opened = 0; opened < count; opened += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - opened) }, open))
  return {
    async hold(ms) {
      await delay(ms)
    },
    send(text) {
      for (const socket of sockets) if (socket.writable) socket.write(text)
    },
    close: () => sockets.forEach(socket => void socket.destroy()),
    open: () => sockets.filter(({ destroyed, readyState }) => !destroyed && readyState !== 'closed').length,
  }
}

function pauseAfter(socket: Socket, bytes: number): void {
  let read = 0
  socket.on('data', chunk => {
    read += chunk.length
    if (read >= bytes) socket.pause()
  })
}

interface Connections {
  hold(ms: number): Promise<void>
  /** On each connection that is still open. */
  send(text: string): void
  close(): void
  /** The number of connections that are still open, as far as this side knows. */
  open(): number
}

/** A request as text. */
export function request(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string {
  const all = {
    host: 'gateway',
    ...headers,
    ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}
