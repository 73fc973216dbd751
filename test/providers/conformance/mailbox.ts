import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ProviderNotification } from '../../../src/providers/port/provider.ts'

/** A webhook as it came, to the byte. */
export type Delivery = Pick<ProviderNotification, 'headers' | 'rawBody'>

export interface Mailbox {
  readonly url: string
  /** In the order of arrival. */
  readonly deliveries: readonly Delivery[]
  close(): Promise<void>
}

/** A webhook endpoint that keeps and acknowledges every webhook. */
export async function openMailbox(): Promise<Mailbox> {
  const deliveries: Delivery[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    deliveries.push({ headers, rawBody: Buffer.concat(chunks) })
    response.writeHead(200).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    deliveries,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
