import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

type Received = {
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  readonly event: {
    readonly id: string
    readonly type: string
    readonly subject: string
    readonly time: string
    readonly data: Record<string, unknown>
  }
}

/** A webhook endpoint that keeps what it gets and answers as the test sets. */
export type Receiver = {
  readonly url: string
  readonly received: Received[]
  /** The status of the answers from now on, or a function that decides for each. */
  answerWith(status: number | ((webhook: Received) => number | Promise<number>)): void
  types(): string[]
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let decide: (webhook: Received) => number | Promise<number> = () => 204
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const raw = Buffer.concat(chunks).toString('utf8')
    const webhook = { headers: request.headers, raw, event: JSON.parse(raw) }
    received.push(webhook)
    response.writeHead(await decide(webhook)).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/ppro`,
    received,
    answerWith: status => {
      decide = typeof status === 'number' ? () => status : status
    },
    types: () => received.map(({ event }) => event.type),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
