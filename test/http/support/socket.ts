import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'

export interface TestSocket {
  readonly raw: WebSocket
  send(message: unknown): void
  /** The next message of the gateway, without the protocol's pings. Rejects if the socket closes instead. */
  next(): Promise<Record<string, unknown>>
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  close(): Promise<void>
}

/** A WebSocket that speaks graphql-transport-ws, one message at a time. */
export async function openSocket(
  url: string,
  protocol = 'graphql-transport-ws',
  options: ClientOptions = {},
): Promise<TestSocket> {
  const raw = new WebSocket(url, protocol, options)
  const messages: Record<string, unknown>[] = []
  const waiting: { resolve(message: Record<string, unknown>): void; reject(error: Error): void }[] = []
  raw.on('message', data => {
    const message = JSON.parse(String(data)) as Record<string, unknown>
    const first = waiting.shift()
    if (first) first.resolve(message)
    else messages.push(message)
  })
  const closed = new Promise<{ code: number; reason: string }>(resolve =>
    raw.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  raw.on('error', () => {}) // 'close' follows
  void closed.then(({ code }) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`the socket closed with ${code}`))
  })
  await once(raw, 'open')
  return {
    raw,
    send: message => raw.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () =>
      new Promise((resolve, reject) => {
        const message = messages.shift()
        if (message) resolve(message)
        else if (raw.readyState !== raw.OPEN) reject(new Error('the socket is closed'))
        else waiting.push({ resolve, reject })
      }),
    closed,
    async close() {
      raw.close()
      await closed
    },
  }
}

/** A socket whose connection_init was acknowledged. */
export async function connect(url: string, authorization: string): Promise<TestSocket> {
  const socket = await openSocket(url)
  socket.send({ type: 'connection_init', payload: { authorization } })
  const answer = await socket.next()
  if (answer['type'] !== 'connection_ack') throw new Error(`not acknowledged: ${JSON.stringify(answer)}`)
  return socket
}
