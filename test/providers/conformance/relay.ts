import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RelayedRequest {
  readonly method: string
  readonly path: string
  readonly body: string
}

/** Between an adapter and its simulator: records the traffic, and can change one response. */
export interface Relay {
  readonly origin: string
  /** Every request that arrived whole, in order. */
  readonly requests: readonly RelayedRequest[]
  /** Changes the next response with `change`, under its own status. */
  changeNextAnswer(change: (answer: string) => string): void
  /** The same for the response after this number of others. */
  changeAnswer(after: number, change: (answer: string) => string): void
  reset(): void
  close(): Promise<void>
}

/** @param target origin of the simulator. If it cuts a connection, the relay cuts it as well. */
export async function openRelay(target: string): Promise<Relay> {
  const requests: RelayedRequest[] = []
  let changing: { readonly at: number; readonly change: (answer: string) => string } | undefined

  async function relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await textOf(incoming)
    const { method = '', url = '', headers } = incoming
    const number = requests.push({ method, path: url, body }) - 1
    const answer = await forward(new URL(url, target), { method, headers }, body)
    const answered = await textOf(answer)
    const text = changing?.at === number ? changing.change(answered) : answered
    const { 'transfer-encoding': _, connection: _hop, ...rest } = answer.headers
    outgoing.writeHead(answer.statusCode ?? 502, { ...rest, 'content-length': Buffer.byteLength(text) }).end(text)
  }

  const server = createServer((incoming, outgoing) => {
    relay(incoming, outgoing).catch(() => outgoing.socket?.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    changeNextAnswer: change => {
      changing = { at: requests.length, change }
    },
    changeAnswer: (after, change) => {
      changing = { at: requests.length + after, change }
    },
    reset: () => {
      requests.length = 0
      changing = undefined
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function forward(url: URL, { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>, body: string) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const request = openRequest(url, { method, headers: { ...headers, host: url.host } }, resolve)
    request.on('error', reject)
    request.end(body)
  })
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
