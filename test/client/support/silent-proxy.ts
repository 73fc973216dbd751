import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP proxy that can go silent: connections stay open, and nothing passes in either direction. */
export interface SilentProxy {
  readonly url: string
  /**
   * Open connections are silent at once, or after the server's next bytes that end in the given text; new ones from
   * their first byte on, or after that text.
   */
  silence(afterText?: string): void
  /** Passes everything that was held back, and everything that comes. */
  speak(): void
  close(): Promise<void>
}

interface Connection {
  /** The bytes from the server since the last change between silent and open. */
  sent: string
  silent: boolean
  readonly held: (() => void)[]
  readonly sockets: readonly [Socket, Socket]
}

/** A proxy of the server at `targetUrl`, on a port of its own. */
export async function startSilentProxy(targetUrl: string): Promise<SilentProxy> {
  const target = new URL(targetUrl)
  const connections = new Set<Connection>()
  let silent = false
  let lastText: string | undefined
  const server = createServer(client => {
    const upstream = connect(Number(target.port), target.hostname)
    const connection: Connection = { sent: '', silent, held: [], sockets: [client, upstream] }
    connections.add(connection)
    const pass = (work: () => void) => void (connection.silent ? connection.held.push(work) : work())
    client.on('data', bytes => pass(() => upstream.write(bytes)))
    upstream.on('data', bytes => {
      const last = connection.silent ? -1 : lengthUntil(connection, lastText, bytes)
      if (last < 0) return pass(() => client.write(bytes))
      client.write(bytes.subarray(0, last))
      connection.silent = true
      pass(() => client.write(bytes.subarray(last)))
    })
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.setNoDelay(true)
      socket.on('error', () => {}) // 'close' follows
      socket.once('close', () => pass(() => other.destroy()))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: Object.assign(new URL(targetUrl), { host: `127.0.0.1:${port}` }).href,
    silence(afterText) {
      lastText = afterText
      silent = afterText === undefined
      for (const connection of connections) Object.assign(connection, { sent: '', silent })
    },
    speak() {
      lastText = undefined
      silent = false
      for (const connection of connections) {
        connection.silent = false
        for (const work of connection.held.splice(0)) work()
      }
    },
    async close() {
      server.close()
      for (const { sockets } of connections) for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

/** How many of these bytes pass until the text was sent; -1 if it has not come yet. */
function lengthUntil(connection: Connection, text: string | undefined, bytes: Buffer): number {
  const before = connection.sent.length
  connection.sent += bytes.toString('latin1')
  const start = text === undefined ? -1 : connection.sent.indexOf(text)
  return start < 0 ? -1 : start + String(text).length - before
}
