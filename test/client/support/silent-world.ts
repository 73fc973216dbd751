import type { TestContext } from 'vitest'
import { type Client, type ClientOptions, createClient, TypedDocumentString } from '../../../src/client/index.ts'
import { KEY, startSmallServer } from '../../http/support/small-server.ts'
import { createSource, type Source } from '../../http/support/source.ts'
import { startSilentProxy } from './silent-proxy.ts'

const Ticks = new TypedDocumentString<{ ticks: { eventCursor: string } }, { after?: string }>(
  'subscription ($after: String) { ticks(after: $after) { eventCursor } }',
)
// No time limit here can fail a test on a busy machine: one that ends too soon costs one more connection.
export const LONG_MS = 60_000
export const heartbeat = { connectWithinMs: 200, pingEveryMs: 100, pongWithinMs: 100 }
export const NO_CONNECTION = 'closed: 4499 no connection within 200 ms'
export const NOTHING_CAME = 'closed: 4499 no message for 200 ms'

/** A server with a log of ticks, behind a proxy. */
export async function startWorld({ onTestFinished }: TestContext) {
  const log: string[] = []
  const sources = new Set<Source<{ eventCursor: string }>>()
  let asked = 0
  const server = await startSmallServer({
    sdl: 'type Query { ok: Int } type Tick { eventCursor: String! } type Subscription { ticks(after: String): Tick! }',
    resolvers: {
      Query: { ok: () => 1 },
      Subscription: {
        ticks(_root, { after }: { after?: string | null }) {
          asked += 1
          const source = createSource<{ eventCursor: string }>()
          for (const cursor of log.slice(log.indexOf(after ?? '') + 1)) source.emit({ eventCursor: cursor })
          sources.add(source)
          return source
        },
      },
    },
  })
  onTestFinished(() => server.stop(0))
  const proxy = await startSilentProxy(server.graphqlUrl)
  onTestFinished(() => proxy.close())
  return {
    server,
    proxy,
    emit(cursor: string) {
      log.push(cursor)
      for (const source of sources) source.emit({ eventCursor: cursor })
    },
    /** The number of subscriptions so far. */
    asked: () => asked,
    client(options: Partial<ClientOptions> = {}) {
      const client = createClient({ url: proxy.url, authorization: KEY, heartbeat, ...options })
      onTestFinished(() => client.close())
      return client
    },
  }
}

/** Reads ticks in the background, and records them. */
export function follow(client: Client, signal?: AbortSignal) {
  const [seen, reasons]: [string[], string[]] = [[], []]
  const onReconnect = ({ reason }: { reason: string }) => reasons.push(reason)
  const ended = (async () => {
    const options = signal ? { signal, onReconnect } : { onReconnect }
    for await (const { eventCursor } of client.watch(Ticks, { after: 'start' }, options)) seen.push(eventCursor)
  })()
  ended.catch(() => {}) // for tests that wait for something else
  return { seen, reasons, ended }
}
