import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Tenant } from '../../src/domain/enums.ts'
import { type Database, openDatabase } from '../../src/store/sql/database.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from '../app/support/test-app.ts'
import { readEvents } from '../http/support/event-stream.ts'
import { connect, type TestSocket } from '../http/support/socket.ts'
import { append, idsOf, type NewEvent, newEvent } from '../support/database/log-events.ts'
import { full } from '../support/full.ts'
import { eventually } from '../support/until.ts'

const EVENTS = full ? 10_000 : 5_000
/** Written at once, by another gateway on the same database. */
const BATCH = 400
/** Size of the padding of each event: all of them together exceed the connections' buffers in the system. */
const PADDING_BYTES = 3_000
/** The tail's limit: what waits in memory for one subscription before it continues from the database. */
const BUFFER_LIMIT = 1_000

/** The amount of a response that Node buffers before it reports back-pressure. */
const STREAM_BUFFER_BYTES = 64 * 1024
/** An event as it goes to the stalled subscriber: the padding, the cursor and their frame. */
const MESSAGE_BYTES = PADDING_BYTES + 500

const LIVE = 'subscription { events { id } }'
const WHOLE = 'subscription ($after: EventCursor) { events(after: $after) { id eventCursor data } }'

interface Seen {
  readonly id: string
  readonly eventCursor: string
}

let app: TestApp
let writer: Database
let tenant: Tenant
let opened: TestSocket[]
let requests: ClientRequest[]
let written: NewEvent[]

beforeEach(() => {
  opened = []
  requests = []
  written = []
})
afterEach(async () => {
  for (const { raw } of opened) raw.terminate()
  for (const one of requests) one.destroy()
  await writer.close()
  await app.cleanUp()
})

async function start(options: Parameters<typeof startTestApp>[0] = {}): Promise<void> {
  app = await startTestApp({ ...options, http: { ...options.http, metricsKeepMs: 0 } })
  writer = openDatabase({ url: app.database.url })
  const { rows } = await app.database.pool.query('SELECT merchant_id AS "merchantId", mode FROM api_keys')
  tenant = rows[0]
  const data = { padding: 'x'.repeat(PADDING_BYTES) }
  written = Array.from({ length: EVENTS }, () => newEvent(tenant, { data }))
}

async function write(events: readonly NewEvent[]): Promise<void> {
  await append(writer, events)
  await app.database.pool.query('NOTIFY perennial_log')
}

/** A socket with subscriptions 0, 1, … that get events before this resolves. */
async function subscribe(query: string, variables: readonly object[]): Promise<TestSocket> {
  const before = await metric('perennial_subscriptions_open')
  const socket = await connect(app.wsUrl, SANDBOX_KEY)
  opened.push(socket)
  for (const [id, given] of variables.entries())
    socket.send({ type: 'subscribe', id: String(id), payload: { query, variables: given } })
  await eventually(async () => expect(await metric('perennial_subscriptions_open')).toBe(before + variables.length))
  return socket
}

function eventOf(payload: unknown): Seen {
  return (payload as { readonly data: { readonly events: Seen } }).data.events
}

async function nextOf(socket: TestSocket): Promise<{ readonly subscription: number; readonly event: Seen }> {
  const { type, id, payload } = await socket.next()
  if (type !== 'next') throw new Error(`not an event: ${JSON.stringify({ type, payload })}`)
  return { subscription: Number(id), event: eventOf(payload) }
}

/** One value of /metrics, as an operator sees it. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${app.url}/metrics`)).text()
  const line = text.split('\n').find(one => one.startsWith(`${name} `))
  if (line === undefined) throw new Error(`no metric ${name}`)
  return Number(line.slice(name.length))
}

/** Writes all but the first event while another subscriber gets each batch before the next one is written. */
async function writeWhileAnotherFollows(live: TestSocket, sample: () => Promise<void>): Promise<void> {
  const seen: string[] = []
  for (let from = 1; from < EVENTS; from += BATCH) {
    const batch = written.slice(from, from + BATCH)
    await write(batch)
    for (const _ of batch) seen.push((await nextOf(live)).event.id)
    await sample()
  }
  expect(seen).toEqual(idsOf(written.slice(1)))
}

/** Continues after a cursor, on a connection of its own, until all events are known. */
async function resume(seen: Seen[]): Promise<void> {
  const ids = new Set(idsOf(seen))
  const socket = await subscribe(WHOLE, [{ after: seen.at(-1)?.eventCursor }])
  while (ids.size < EVENTS) {
    const { event } = await nextOf(socket)
    if (!ids.has(event.id)) seen.push(event)
    ids.add(event.id)
  }
  await socket.close()
}

test('a socket stalled thousands of events behind is cut at its limit, delays nobody, and resumes each subscription by its cursor (scenario 18)', async () => {
  // Two events of the three subscriptions may wait; an event of the third exceeds the limit.
  await start({ http: { sockets: { maxBufferedBytes: 1.5 * MESSAGE_BYTES } } })
  const live = await subscribe(LIVE, [{}])
  const stalled = await subscribe(WHOLE, [{}, {}, {}])
  const seen: Seen[][] = [[], [], []]
  await write(written.slice(0, 1))
  await nextOf(live)
  for (const _ of seen) {
    const { subscription, event } = await nextOf(stalled)
    seen[subscription]?.push(event)
  }
  stalled.raw.pause()

  const unsent: number[] = []
  await writeWhileAnotherFollows(live, async () => {
    unsent.push(await metric('perennial_unsent_bytes{transport="ws"}'))
    expect(await metric('perennial_log_buffered_events')).toBeLessThanOrEqual(3 * (BUFFER_LIMIT + BATCH))
  })
  // The event beyond the limit was not buffered.
  expect(Math.max(...unsent)).toBeLessThanOrEqual(2 * MESSAGE_BYTES)
  // Nothing is kept for it: only the other one is left.
  await eventually(async () => expect(await metric('perennial_websockets_open')).toBe(1))
  expect(await metric('perennial_subscriptions_open')).toBe(1)
  expect(await metric('perennial_unsent_bytes{transport="ws"}')).toBe(0)
  expect(await metric('perennial_log_buffered_events')).toBe(0)
  expect(live.raw.readyState).toBe(live.raw.OPEN)

  stalled.raw.resume()
  await stalled.closed
  for (;;) {
    const late = await nextOf(stalled).catch(() => undefined)
    if (late === undefined) break
    seen[late.subscription]?.push(late.event)
  }
  for (const events of seen) {
    expect(events.length).toBeLessThan(EVENTS)
    await resume(events)
    expect(idsOf(events)).toEqual(idsOf(written))
  }
})

interface Stallable {
  /** The next event; rejects if there is none before the connection's end. */
  next(): Promise<Seen>
  stall(): void
  readOn(): void
}

async function bySocket(): Promise<Stallable> {
  const socket = await subscribe(WHOLE, [{}])
  return {
    next: async () => (await nextOf(socket)).event,
    stall: () => socket.raw.pause(),
    readOn: () => socket.raw.resume(),
  }
}

/** Server-sent events, with a client that reads from the connection only on request. */
async function byEventStream(): Promise<Stallable> {
  const headers = {
    accept: 'text/event-stream',
    'content-type': 'application/json',
    authorization: `Bearer ${SANDBOX_KEY}`,
  }
  const one = request(app.graphqlUrl, { method: 'POST', headers })
  requests.push(one)
  one.end(JSON.stringify({ query: WHOLE }))
  const [response] = (await once(one, 'response')) as [IncomingMessage]
  const events = readEvents({ body: Readable.toWeb(response) } as unknown as Response)
  return {
    async next() {
      const read = await events.next()
      if (read?.event !== 'next') throw new Error(`not an event: ${JSON.stringify(read)}`)
      return eventOf(read.data)
    },
    // A client that does not ask for more does not read: nothing has to be done.
    stall: () => {},
    readOn: () => {},
  }
}

test.each([
  ['socket', 'ws', bySocket],
  ['event stream', 'sse', byEventStream],
] as const)(
  'a stalled %s that nobody cuts costs limited memory, delays nobody, and later continues normally (scenario 18)',
  async (_what, transport, open) => {
    // Pings do not detect a reader that does not read: memory is limited because nothing is created for it.
    await start({ http: { sockets: { pingEveryMs: 600_000 } } })
    const live = await subscribe(LIVE, [{}])
    const stalled = await open()
    await write(written.slice(0, 1))
    await nextOf(live)
    const seen = [await stalled.next()]
    stalled.stall()

    await writeWhileAnotherFollows(live, async () => {
      const unsent = await metric(`perennial_unsent_bytes{transport="${transport}"}`)
      expect(unsent).toBeLessThanOrEqual(STREAM_BUFFER_BYTES + MESSAGE_BYTES)
      expect(await metric('perennial_log_buffered_events')).toBeLessThanOrEqual(BUFFER_LIMIT + BATCH)
    })
    // It continues from the database; only the rest of what it took before is in memory.
    expect(await metric('perennial_log_catching_up')).toBe(1)
    expect(await metric('perennial_log_buffered_events')).toBeLessThanOrEqual(BATCH)

    stalled.readOn()
    while (seen.length < EVENTS) seen.push(await stalled.next())
    expect(idsOf(seen)).toEqual(idsOf(written))
    const last = newEvent(tenant)
    await write([last])
    expect((await stalled.next()).id).toBe(last.id)
    await eventually(async () => expect(await metric('perennial_log_catching_up')).toBe(0))
  },
)
