import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createProviderRegistry } from '../../../src/providers/registry.ts'
import { account, apsAccount } from '../../support/world/simulators.ts'
import type { Gateway } from './gateway.ts'

/** The response that a caller gets instead of the provider's; an absent field is unchanged. */
export interface BentAnswer {
  readonly status?: number
  readonly contentType?: string
  readonly body?: (answer: string) => string
}

/** Changes a response, or cuts the connection instead. */
export type Bend = BentAnswer | 'cut'

/**
 * Between the gateway's adapters and the simulators; changes responses. By then the provider has executed the request.
 */
export interface BendingProxy {
  readonly origin: string
  /** Every request that arrived whole, as method and path. */
  readonly requests: readonly string[]
  /** From now on changes the responses for which `bend` returns something. */
  bend(
    bend: (request: { readonly method: string; readonly path: string; readonly body: string }) => Bend | undefined,
  ): void
  /** From now on every response is the provider's own. */
  straight(): void
  close(): Promise<void>
}

export async function openBendingProxy(target: string): Promise<BendingProxy> {
  const requests: string[] = []
  let bendOf: Parameters<BendingProxy['bend']>[0] = () => undefined

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await textOf(incoming)
    const { method = '', url: path = '' } = incoming
    requests.push(`${method} ${path}`)
    const bend = bendOf({ method, path, body })
    const answer = await forward(new URL(path, target), incoming, body)
    const text = await textOf(answer)
    if (bend === 'cut') return void outgoing.socket?.destroy()
    const bent = bend?.body?.(text) ?? text
    const { 'transfer-encoding': _, connection: _hop, ...headers } = answer.headers
    outgoing.writeHead(bend?.status ?? answer.statusCode ?? 502, {
      ...headers,
      ...(bend?.contentType && { 'content-type': bend.contentType }),
      'content-length': Buffer.byteLength(bent),
    })
    outgoing.end(bent)
  }

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.socket?.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    bend: bend => {
      bendOf = bend
    },
    straight: () => {
      bendOf = () => undefined
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Both providers, reached through the proxy, with new circuit breakers: earlier failures are forgotten. */
export function providersBehind(
  { origin }: Pick<BendingProxy, 'origin'>,
  { deps, sandbox }: Pick<Gateway, 'deps' | 'sandbox'>,
) {
  return createProviderRegistry(
    {
      ppro: { ...account, baseUrl: `${origin}/ppro`, simulated: true },
      aps: {
        ...apsAccount,
        apiUrl: `${origin}/aps/FortAPI/paymentApi`,
        pageUrl: `${sandbox.url}/aps/FortAPI/paymentPage`,
        simulated: true,
      },
    },
    { log: deps.log },
  )
}

function forward(url: URL, { method, headers }: IncomingMessage, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
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
