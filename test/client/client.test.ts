import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  AgreementDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  EventCursorDocument,
  EventLoggedDocument,
  EventsDocument,
  PerennialError,
} from '../../src/client/index.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from '../app/support/test-app.ts'

let app: TestApp
let client: Client
const sockets = new Set<WebSocket>()

class CuttableWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    sockets.add(this)
  }
}

const cut = () => {
  for (const socket of sockets) socket.close()
  sockets.clear()
}

beforeAll(async () => {
  app = await startTestApp()
})
beforeEach(() => {
  mine.clear()
  client = createClient({ url: app.graphqlUrl, authorization: SANDBOX_KEY, webSocket: CuttableWebSocket })
})
afterEach(() => client.close())
afterAll(() => app.cleanUp())

let made = 0
/** Consumers that only this test creates. */
const mine = new Set<string>()
const create = async (by = client) => {
  made += 1
  const input = { idempotencyKey: `client-${made}`, country: 'DE' }
  const { consumerCreate } = await by.request(ConsumerCreateDocument, { input })
  if (consumerCreate?.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate?.message)
  mine.add(consumerCreate.consumer.id)
  return consumerCreate
}

/**
 * The next event of this test's consumers: events of others may come again while any transaction holds the log back.
 */
const nextOf = async (events: AsyncGenerator<{ subjectId: string | null }>) => {
  for (;;) {
    const { done, value } = await events.next()
    if (done || (value.subjectId !== null && mine.has(value.subjectId))) return value?.subjectId
  }
}

describe('request', () => {
  test('returns a mutation’s union, typed', async () => {
    const first = await client.request(ConsumerCreateDocument, { input: { idempotencyKey: 'same', country: 'DE' } })
    const again = await client.request(ConsumerCreateDocument, { input: { idempotencyKey: 'same', country: 'DE' } })
    expect(first.consumerCreate).toMatchObject({ __typename: 'ConsumerCreatePayload', replayed: false })
    expect(again.consumerCreate).toMatchObject({ __typename: 'ConsumerCreatePayload', replayed: true })
    const other = await client.request(ConsumerCreateDocument, { input: { idempotencyKey: 'same', country: 'FR' } })
    expect(other.consumerCreate).toMatchObject({ __typename: 'IdempotencyConflict', code: 'IDEMPOTENCY_CONFLICT' })
  })

  test('returns null for an unknown id', async () => {
    expect(await client.request(AgreementDocument, { id: 'agr_00000000000000000000000000' })).toEqual({
      agreement: null,
    })
  })

  test('throws the gateway’s refusal, with its code', async () => {
    const wrong = createClient({ url: app.graphqlUrl, authorization: 'sk_test_wrong' })
    await expect(wrong.request(EventCursorDocument, {})).rejects.toMatchObject({
      name: 'PerennialError',
      code: 'UNAUTHENTICATED',
    })
    await expect(client.request(EventsDocument, { after: 'nonsense' })).rejects.toMatchObject({
      code: 'CURSOR_INVALID',
    })
  })

  test('throws if the response is not GraphQL', async () => {
    const lost = createClient({ url: `${app.url}/authenticate/return/x`, authorization: SANDBOX_KEY })
    await expect(lost.request(EventCursorDocument, {})).rejects.toBeInstanceOf(PerennialError)
  })
})

test('on a platform without WebSocket only a watch needs one', async () => {
  vi.stubGlobal('WebSocket', undefined)
  const old = createClient({ url: app.graphqlUrl, authorization: SANDBOX_KEY })
  try {
    expect(await old.request('{ viewer { kind } }', {})).toEqual({ viewer: { kind: 'MERCHANT' } })
    await expect(old.watch(EventLoggedDocument, {}).next()).rejects.toThrow('pass one as `webSocket`')
  } finally {
    vi.unstubAllGlobals()
    await old.close()
  }
})

describe('watch', () => {
  test('begins at the cursor of a response, with the events since then', async () => {
    const { eventCursor } = await create()
    const second = await create()
    const events = client.watch(EventLoggedDocument, { after: eventCursor })
    expect(await nextOf(events)).toBe(second.consumer.id)
    const third = await create()
    expect(await nextOf(events)).toBe(third.consumer.id)
    await events.return()
  })

  test('continues after a lost connection with the events in between, each once', async () => {
    const { eventCursor } = await client.request(EventCursorDocument, {})
    const lost: string[] = []
    const events = client.watch(
      EventLoggedDocument,
      { after: eventCursor },
      { onReconnect: ({ reason }) => lost.push(reason) },
    )
    const expected: string[] = []
    const seen: unknown[] = []
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 3; i++) expected.push((await create()).consumer.id)
      while (seen.length < expected.length) seen.push(await nextOf(events))
      cut()
    }
    expect(seen).toEqual(expected)
    expect(lost.length).toBeGreaterThanOrEqual(4)
    await events.return()
  })

  test('continues with another gateway on the same log after a restart', async () => {
    const first = await startTestApp()
    const watching = createClient({ url: first.graphqlUrl, authorization: SANDBOX_KEY })
    const before = await create(watching)
    const events = watching.watch(EventLoggedDocument, { after: before.eventCursor })
    const during = await create(watching)
    expect(await nextOf(events)).toBe(during.consumer.id)
    const next = nextOf(events)
    await first.stop()
    const second = await startTestApp({ database: first.database, port: first.port })
    const after = await create(watching)
    expect(await next).toBe(after.consumer.id)
    await events.return()
    await watching.close()
    await second.cleanUp()
  })

  test('several share one connection', async () => {
    sockets.clear()
    const { eventCursor } = await create()
    const [one, two] = [
      client.watch(EventLoggedDocument, { after: eventCursor }),
      client.watch(EventLoggedDocument, { after: eventCursor }),
    ]
    const { consumer } = await create()
    expect(await Promise.all([nextOf(one), nextOf(two)])).toEqual([consumer.id, consumer.id])
    expect(sockets.size).toBe(1)
    await Promise.all([one.return(), two.return()])
  })

  test('ends when its signal aborts, even while it waits', async () => {
    const stop = new AbortController()
    const { eventCursor } = await create()
    const events = client.watch(EventLoggedDocument, { after: eventCursor }, { signal: stop.signal })
    const { consumer } = await create()
    expect(await nextOf(events)).toBe(consumer.id)
    const waiting = events.next()
    stop.abort()
    expect(await waiting).toEqual({ done: true, value: undefined })
  })

  test.each([
    ['a bad cursor', SANDBOX_KEY, 'CURSOR_INVALID'],
    ['a bad key', 'sk_test_wrong', 'UNAUTHENTICATED'],
  ])('throws %s and does not retry', async (_what, authorization, code) => {
    sockets.clear()
    const refused = createClient({ url: app.graphqlUrl, authorization, webSocket: CuttableWebSocket })
    const events = refused.watch(EventLoggedDocument, { after: 'nonsense' })
    await expect(events.next()).rejects.toMatchObject({ name: 'PerennialError', code })
    expect(sockets.size).toBe(1)
    await refused.close()
  })
})
