import { GraphQLError } from 'graphql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Client,
  ConsumerCreateDocument,
  createClient,
  EventCursorDocument,
  EventLoggedDocument,
  TypedDocumentString,
  type WatchOptions,
  type WatchState,
} from '../../src/client/index.ts'
import { type DatabaseGate, openDatabaseGate } from '../http/support/database-gate.ts'
import { KEY as OUTAGE_KEY, type OutageApp, startOutageApp } from '../http/support/outage-app.ts'
import { KEY, type SmallServer, startSmallServer } from '../http/support/small-server.ts'
import { createSource, type Source } from '../http/support/source.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'

interface Tick {
  readonly eventCursor: string
  readonly note?: () => string
}

const Ticks = new TypedDocumentString<
  { ticks: { eventCursor: string; note: string | null } },
  { after?: string | null }
>('subscription ($after: EventCursor) { ticks(after: $after) { eventCursor note } }')

describe('a subscription that the gateway ends', () => {
  let server: SmallServer
  let client: Client
  /** The variables of each try, in order. */
  let asked: (string | null)[]
  /** Sets the results of the next tries: events, or an error. */
  let answers: (Source<Tick> | Error)[]

  beforeEach(async () => {
    asked = []
    answers = []
    server = await startSmallServer({
      sdl: 'scalar EventCursor type Query { ok: Int } type Tick { eventCursor: String! note: String } type Subscription { ticks(after: EventCursor): Tick! }',
      resolvers: {
        Subscription: {
          ticks: (_root, { after }: { after?: string | null }) => {
            asked.push(after ?? null)
            const answer = answers.shift() ?? new Error('no more answers')
            if (answer instanceof Error) throw answer
            return answer
          },
        },
      },
    })
    client = createClient({ url: server.graphqlUrl, authorization: KEY })
  })
  afterEach(async () => {
    await client.close()
    await server.stop()
  })

  const source = (...ticks: Tick[]) => {
    const made = createSource<Tick>()
    for (const tick of ticks) made.emit(tick)
    return made
  }
  const failing = (...ticks: Tick[]) => {
    const made = source(...ticks)
    made.fail(new Error('connection to 10.0.0.7 lost'))
    return made
  }
  const watch = (options?: WatchOptions) => client.watch(Ticks, {}, options)
  const coded = (code: string) => new GraphQLError(`this is ${code}`, { extensions: { code } })

  test('with an error of its own is opened again from the last cursor, as often as needed', async () => {
    answers = [
      failing({ eventCursor: 'c1' }, { eventCursor: 'c2' }),
      new Error('away'),
      new Error('away'),
      source({ eventCursor: 'c3' }),
    ]
    const lost: unknown[] = []
    const events = watch({ onReconnect: told => lost.push(told) })
    const cursors: unknown[] = []
    while (cursors.length < 3) cursors.push((await events.next()).value?.eventCursor)
    expect(cursors).toEqual(['c1', 'c2', 'c3'])
    expect(asked).toEqual([null, 'c2', 'c2', 'c2'])
    const reason = expect.stringMatching(/^INTERNAL_SERVER_ERROR: Unexpected error \(request [0-9a-f-]{36}\)$/)
    expect(lost).toEqual([1, 2, 3].map(attempt => ({ attempt, reason })))
    await events.return()
  })

  test('an event that the gateway failed to send is requested again, not skipped', async () => {
    const broken = () => {
      throw new Error('away')
    }
    answers = [
      source({ eventCursor: 'c1' }, { eventCursor: 'c2', note: broken }, { eventCursor: 'c3' }),
      source({ eventCursor: 'c2' }),
    ]
    const events = watch()
    expect((await events.next()).value).toEqual({ eventCursor: 'c1', note: null })
    expect((await events.next()).value).toEqual({ eventCursor: 'c2', note: null })
    expect(asked).toEqual([null, 'c1'])
    await events.return()
  })

  test.each(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT', 'CURSOR_INVALID', 'CURSOR_EXPIRED'])(
    'with %s throws at once',
    async code => {
      answers = [coded(code), source({ eventCursor: 'c1' })]
      await expect(watch().next()).rejects.toMatchObject({ name: 'PerennialError', code, message: `this is ${code}` })
      expect(asked).toEqual([null])
    },
  )

  test('with the caller’s error and one of its own throws the caller’s', async () => {
    const forbidden = () => {
      throw coded('FORBIDDEN')
    }
    const Both = new TypedDocumentString<{ ticks: { eventCursor: string } }, { after?: string }>(
      'subscription { ticks { eventCursor own: note note } }',
    )
    let notes = 0
    const away = () => {
      notes += 1
      if (notes === 1) throw new Error('away')
      return forbidden()
    }
    answers = [source({ eventCursor: 'c1', note: away }), source({ eventCursor: 'c1' })]
    await expect(client.watch(Both, {}).next()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect([asked, notes]).toEqual([[null], 2])
  })

  test('that refuses the document throws at once', async () => {
    const Wrong = new TypedDocumentString<{ ticks: object }, { after?: string }>('subscription { ticks { nothing } }')
    await expect(client.watch(Wrong, {}).next()).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
    expect(asked).toEqual([])
  })

  test('over a quota is opened again when the gateway allows it', async () => {
    const limited = new GraphQLError('too many', { extensions: { code: 'RATE_LIMITED', retryAfter: 0.3 } })
    answers = [limited, source({ eventCursor: 'c1' })]
    const states: WatchState[] = []
    const events = watch({ onState: state => states.push(state) })
    expect((await events.next()).value?.eventCursor).toBe('c1')
    const waiting = states.find(({ state }) => state === 'waiting')
    expect(waiting).toEqual({ state: 'waiting', attempt: 1, reason: 'RATE_LIMITED: too many', pauseMs: 300 })
    await events.return()
  })

  test('says what it does, until the loop is left', async () => {
    answers = [failing({ eventCursor: 'c1' }), source({ eventCursor: 'c2' })]
    const states: string[] = []
    const events = watch({ onState: ({ state }) => states.push(state) })
    await events.next()
    expect((await events.next()).value?.eventCursor).toBe('c2')
    expect(states).toEqual(['connecting', 'live', 'waiting', 'connecting', 'live'])
    await events.return()
    expect(states.at(-1)).toBe('ended')
  })

  test('says why it ended', async () => {
    answers = [coded('NOT_FOUND')]
    const states: WatchState[] = []
    const error = await watch({ onState: state => states.push(state) })
      .next()
      .catch((thrown: unknown) => thrown)
    expect(states.at(-1)).toEqual({ state: 'ended', error })
  })

  test('without a variable for the cursor is resumed all the same', async () => {
    answers = [failing({ eventCursor: 'c1' }), source({ eventCursor: 'c2' })]
    const events = client.watch<{ ticks: { note: string | null } }, object>('subscription { ticks { note } }', {})
    expect((await events.next()).value).toEqual({ eventCursor: 'c1', note: null })
    expect((await events.next()).value).toEqual({ eventCursor: 'c2', note: null })
    expect(asked).toEqual([null, 'c1'])
    await events.return()
  })

  test('ends when its signal aborts between two tries', async () => {
    const stop = new AbortController()
    const events = watch({ signal: stop.signal, onReconnect: () => stop.abort() })
    expect(await events.next()).toEqual({ done: true, value: undefined })
    expect(asked).toEqual([null])
  })
})

// The operation fails, or the connection, once the credential was checked longer than a second ago.
const OUTAGE = /^INTERNAL_SERVER_ERROR: The database cannot be reached at the moment\.|^closed: 1013 Try again later$/

describe('while the gateway’s database is away', () => {
  let database: TestDatabase
  let gate: DatabaseGate
  let app: OutageApp
  let client: Client
  const sockets = new Set<WebSocket>()
  class CuttableWebSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.add(this)
    }
  }
  const closing: (() => Promise<unknown>)[] = []

  beforeEach(async () => {
    database = await createTestDatabase()
    closing.push(database.drop)
    gate = await openDatabaseGate(database.url)
    closing.push(gate.close)
    app = await startOutageApp(gate.url)
    closing.push(app.stop)
    client = createClient({ url: app.graphqlUrl, authorization: OUTAGE_KEY, webSocket: CuttableWebSocket })
    closing.push(client.close)
  })
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  test.each(['starting', 'cut'] as const)('a watch waits, and continues with all events since: %s', async state => {
    const create = async (idempotencyKey: string) => {
      const { consumerCreate } = await client.request(ConsumerCreateDocument, {
        input: { idempotencyKey, country: 'DE' },
      })
      if (consumerCreate?.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate?.message)
      return consumerCreate.consumer.id
    }
    const { eventCursor } = await client.request(EventCursorDocument, {})
    const expected = [await create('before')]
    const reasons: string[] = []
    const heard = Promise.withResolvers<void>()
    const onReconnect = ({ reason }: { reason: string }) => {
      reasons.push(reason)
      if (OUTAGE.test(reason)) heard.resolve()
    }
    const events = client.watch(EventLoggedDocument, { after: eventCursor }, { onReconnect })
    const seen = [(await events.next()).value?.subjectId]
    await gate.become(state)
    for (const socket of sockets) socket.close()
    const next = events.next()
    await heard.promise
    await gate.become('open')
    expected.push(await create('after'))
    seen.push((await next).value?.subjectId)
    expect(seen).toEqual(expected)
    expect(reasons).toContainEqual(expect.stringMatching(OUTAGE))
    await events.return()
  })
})
