import { setTimeout as delay } from 'node:timers/promises'
import { Agent, fetch, type RequestInit } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../../../chaos/random.ts'
import {
  type Client,
  ConsumerCreateDocument,
  createClient,
  EventCursorDocument,
  EventLoggedDocument,
  EventsDocument,
} from '../../../src/client/index.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from '../../app/support/test-app.ts'
import { readEvents } from '../../http/support/event-stream.ts'
import { untilReadable } from '../../support/database/log-events.ts'
import { until } from '../../support/until.ts'

const WRITES = 60
const CUT_RATE = 0.3
const RETRY_MS = 5
/** After these writes the gateway is stopped, and another one started. */
const RESTARTS = [20, 40]

let app: TestApp
let writer: Client
beforeAll(async () => {
  app = await startTestApp()
  writer = createClient({ url: app.graphqlUrl, authorization: SANDBOX_KEY })
})
afterAll(async () => {
  await writer.close()
  await app.cleanUp()
})

/** A subscriber of the whole log that resumes by cursor after each cut. */
interface Watcher {
  readonly seen: string[]
  /** Whether it has its response and waits for events. */
  listens(): boolean
  cut(): void
  stop(): Promise<void>
}

/** With the typed client, over WebSocket. */
function bySocket(after: string): Watcher {
  const sockets = new Set<WebSocket>()
  class CuttableWebSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.add(this)
    }
  }
  const client = createClient({ url: app.graphqlUrl, authorization: SANDBOX_KEY, webSocket: CuttableWebSocket })
  const seen: string[] = []
  const done = (async () => {
    for await (const { id } of client.watch(EventLoggedDocument, { after })) seen.push(id)
  })()
  return {
    seen,
    listens: () => [...sockets].some(({ readyState }) => readyState === WebSocket.OPEN),
    cut: () => {
      for (const socket of sockets) socket.close()
      sockets.clear()
    },
    stop: async () => {
      await client.close()
      await done
    },
  }
}

const QUERY = 'subscription ($after: EventCursor) { events(after: $after) { id } }'
type Way = (after: string, start: string) => readonly [path: string, request: RequestInit]

/** As programs resume: by the variable. */
const byVariable: Way = after => [
  '',
  {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables: { after } }),
  },
]
/** As a browser's EventSource resumes: the same address again, with the id of the last event. */
const byLastEventId: Way = (after, start) => [
  `?${new URLSearchParams({ query: QUERY, variables: JSON.stringify({ after: start }) })}`,
  { headers: after === start ? {} : { 'last-event-id': after } },
]

/** Without a library, over server-sent events. */
function byStream(start: string, way: Way): Watcher {
  const seen: string[] = []
  // A connection for each stream: none is left over from before a stop.
  const dispatcher = new Agent({ pipelining: 0 })
  const stopping = new AbortController()
  let line = new AbortController()
  let listens = false
  const follow = async (after: string): Promise<string> => {
    line = new AbortController()
    const [path, { headers, ...asked }] = way(after, start)
    const response = await fetch(app.graphqlUrl + path, {
      ...asked,
      headers: { accept: 'text/event-stream', authorization: `Bearer ${SANDBOX_KEY}`, ...headers },
      signal: AbortSignal.any([line.signal, stopping.signal]),
      dispatcher,
    })
    // The package's type of it, beside the platform's own.
    const events = readEvents(response as unknown as Response)
    let last = after
    listens = true
    try {
      for (let event = await events.next(); event?.event === 'next'; event = await events.next()) {
        seen.push((event.data as { data: { events: { id: string } } }).data.events.id)
        last = event.id ?? last
      }
    } catch {
      // Cut: the client resumes where this one ended.
    }
    listens = false
    return last
  }
  const done = (async () => {
    let after = start
    while (!stopping.signal.aborted) after = await follow(after).catch(() => delay(RETRY_MS, after))
  })()
  return {
    seen,
    listens: () => listens,
    cut: () => {
      listens = false
      line.abort()
    },
    stop: async () => {
      stopping.abort()
      await done
      await dispatcher.destroy()
    },
  }
}

async function wholeLog(after: string): Promise<string[]> {
  const ids: string[] = []
  for (let cursor = after; ; ) {
    const { events } = await writer.request(EventsDocument, { first: 100, after: cursor })
    ids.push(...events.nodes.map(({ id }) => id))
    if (!events.pageInfo.hasNextPage) return ids
    cursor = events.eventCursor
  }
}

test('sockets and streams cut at random, the gateway stopped twice: each client, by cursor, sees the log, once (scenario 17)', async () => {
  const random = randomFrom(17, 'sockets')
  const { eventCursor: start } = await writer.request(EventCursorDocument, {})
  const watchers = [
    bySocket(start),
    bySocket(start),
    bySocket(start),
    byStream(start, byVariable),
    byStream(start, byLastEventId),
  ]
  let cuts = 0
  for (let write = 0; write < WRITES; write++) {
    if (RESTARTS.includes(write)) {
      await until('everybody to be back', () => watchers.every(watcher => watcher.listens()))
      await app.stop()
      app = await startTestApp({ database: app.database, port: app.port })
    }
    const input = { idempotencyKey: `cut-${write}`, country: 'DE' }
    const { consumerCreate } = await writer.request(ConsumerCreateDocument, { input })
    expect(consumerCreate?.__typename).toBe('ConsumerCreatePayload')
    for (const watcher of watchers) {
      if (!random.chance(CUT_RATE)) continue
      watcher.cut()
      cuts += 1
    }
  }
  await untilReadable(app.deps.database)
  const log = await wholeLog(start)
  expect(log).toHaveLength(WRITES)
  await until('everybody to have seen all of it', () => watchers.every(({ seen }) => seen.length >= log.length))
  await Promise.all(watchers.map(watcher => watcher.stop()))
  expect(watchers.map(({ seen }) => seen)).toEqual(watchers.map(() => log))
  expect(cuts).toBeGreaterThan(50)
})
