import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  AgreementRevokeDocument,
  ConsumerCreateDocument,
  createClient,
  EventCursorDocument,
  TypedDocumentString,
} from '../../src/client/index.ts'
import { openDatabaseGate } from '../http/support/database-gate.ts'
import { KEY, startOutageApp } from '../http/support/outage-app.ts'
import { createTestDatabase } from '../support/database/database.ts'
import { until } from '../support/until.ts'
import { away, clientOf, create, cut, json, limited, lost, never, withoutWaiting } from './support/answered-client.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const close of closing.splice(0).reverse()) await close()
})

describe('an unknown result', () => {
  test.each([
    ['503', away],
    ['a proxy’s 503', () => new Response('<html>', { status: 503 })],
    ['a proxy’s 502', () => new Response('<html>', { status: 502 })],
    ['a proxy’s 504', () => new Response('<html>', { status: 504 })],
    ['429', limited],
    ['a lost connection', lost],
    [
      'a connection lost in the middle of the response',
      () => new Response(new ReadableStream({ start: controller => controller.error(lost()) }), { status: 200 }),
    ],
    ['JSON that is cut short', cut],
    ['an empty JSON body', () => cut('')],
    ['a response that does not come', never],
    ['a response whose end does not come', () => new Response(new ReadableStream(), { status: 200 })],
  ])('a query is sent again after %s', async (_what, failure) => {
    const { client, sent } = clientOf([failure(), failure(), json(200, { data: { eventCursor: 'c' } })])
    expect(await withoutWaiting(() => client.request(EventCursorDocument, {}))).toEqual({ eventCursor: 'c' })
    const request = { query: EventCursorDocument.toString(), variables: {} }
    expect(sent).toEqual([request, request, request])
  })

  test.each([
    ['503', away],
    ['429', limited],
    ['a lost connection', lost],
    ['JSON that is cut short', cut],
    ['a response that does not come', never],
  ])('a mutation with its key is sent again unchanged after %s', async (_what, failure) => {
    const data = { consumerCreate: { __typename: 'InvalidInput' } }
    const { client, sent } = clientOf([failure(), json(200, { data })])
    expect(await withoutWaiting(() => client.request(ConsumerCreateDocument, create))).toEqual(data)
    const request = { query: ConsumerCreateDocument.toString(), variables: create }
    expect(sent).toEqual([request, request])
  })

  const withoutKey: [string, TypedDocumentString<unknown, object>, object][] = [
    ['an input without one', AgreementRevokeDocument as never, { input: { agreementId: 'agr_1' } }],
    ['an empty one', ConsumerCreateDocument as never, { input: { idempotencyKey: '', country: 'DE' } }],
    [
      'no variables',
      new TypedDocumentString('mutation { consumerCreate(input: { country: "DE" }) { __typename } }'),
      {},
    ],
    [
      'another input without one',
      new TypedDocumentString('fragment F on Query { a } mutation M($a: A!, $b: B!) { a(input: $a) b(input: $b) }'),
      { a: { idempotencyKey: 'k' }, b: { chargeId: 'chg_1' } },
    ],
  ]
  test.each(withoutKey)('a mutation without a key is sent once: %s', async (_what, document, variables) => {
    for (const [failure, message] of [
      [away(), 'away'],
      [lost(), 'fetch failed'],
      [cut(), 'The JSON of the response is truncated or invalid (HTTP 200), so the outcome is unknown:'],
      [never(), 'No answer within 30000 ms.'],
    ] as const) {
      const { client, sent } = clientOf([failure, json(200, { data: {} })])
      await expect(withoutWaiting(() => client.request(document, variables))).rejects.toThrow(message)
      expect(sent).toHaveLength(1)
    }
  })

  test('a subscription’s or query’s variables need no key', async () => {
    const document = new TypedDocumentString<object, object>('query ($filter: F) { a(filter: $filter) }')
    const { client, sent } = clientOf([lost(), json(200, { data: {} })])
    await withoutWaiting(() => client.request(document, { filter: { status: 'ACTIVE' } }))
    expect(sent).toHaveLength(2)
  })

  test('it gives up after four tries, with the last error', async () => {
    const { client, sent } = clientOf([lost(), away(), lost(), away()])
    const error = await withoutWaiting(() => client.request(ConsumerCreateDocument, create)).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ name: 'OutcomeUnknownError', code: 'INTERNAL_SERVER_ERROR', message: 'away' })
    expect(error).toMatchObject({ variables: create })
    expect(sent).toHaveLength(4)
    const again = clientOf([away(), away(), away(), lost()])
    await expect(withoutWaiting(() => again.client.request(EventCursorDocument, {}))).rejects.toThrow('fetch failed')
  })

  test('a response with unreadable JSON is reported as such, with its request', async () => {
    const { client } = clientOf([cut('{', 500)])
    const error = await client.request('mutation { a }', {}).catch((thrown: unknown) => thrown)
    const message =
      'The JSON of the response is truncated or invalid (HTTP 500), so the outcome is unknown: ' +
      'send the same request again, a mutation with the same idempotencyKey.'
    expect(error).toMatchObject({ name: 'OutcomeUnknownError', code: 'UNKNOWN', message, requestId: 'r1' })
  })

  test.each([
    ['30 s', {}, {}, 30_000],
    ['what the client sets', { timeoutMs: 5_000 }, {}, 5_000],
    ['what the request sets', { timeoutMs: 5_000 }, { timeoutMs: 1_000 }, 1_000],
    ['the longest timer, for Infinity', {}, { timeoutMs: Number.POSITIVE_INFINITY }, 2 ** 31 - 1],
  ])('one try may take %s, and is then stopped', async (_what, options, requestOptions, ms) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { client, sent, signals } = clientOf([never()], options)
    const answer = client.request('mutation { a }', {}, requestOptions)
    answer.catch(() => {})
    await vi.advanceTimersByTimeAsync(ms - 1)
    expect([sent.length, signals[0]?.aborted]).toEqual([1, false])
    await vi.advanceTimersByTimeAsync(1)
    await expect(answer).rejects.toMatchObject({ code: 'TIMEOUT', cause: { name: 'TimeoutError' } })
    expect([sent.length, signals[0]?.aborted, vi.getTimerCount()]).toEqual([1, true, 0])
  })

  test.each([
    ['does not settle', never],
    ['throws', () => Promise.reject(lost())],
  ])('an authorization that %s counts as a lost connection', async (_what, fail) => {
    let calls = 0
    const authorization = () => {
      calls += 1
      return calls === 1 ? fail() : 'key'
    }
    const { client, sent } = clientOf([json(200, { data: { eventCursor: 'c' } })], { authorization })
    expect(await withoutWaiting(() => client.request(EventCursorDocument, {}))).toEqual({ eventCursor: 'c' })
    expect([calls, sent.length]).toEqual([2, 1])
  })

  test('its signal ends a try, even if nothing else does', async () => {
    for (const options of [{}, { authorization: never }]) {
      const stop = new AbortController()
      const { client } = clientOf([never()], options)
      const answer = client.request(EventCursorDocument, {}, { signal: stop.signal })
      stop.abort(new Error('enough'))
      await expect(answer).rejects.toThrow('enough')
    }
  })

  test('Retry-After is waited for', async () => {
    const { client, sent } = clientOf([away({ 'retry-after': '5' }), json(200, { data: { eventCursor: 'c' } })])
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const answer = client.request(EventCursorDocument, {})
    await vi.advanceTimersByTimeAsync(4_999)
    expect(sent).toHaveLength(1)
    await vi.runAllTimersAsync()
    expect(await answer).toEqual({ eventCursor: 'c' })
    expect(sent).toHaveLength(2)
  })

  test('its signal ends the wait', async () => {
    const stop = new AbortController()
    const { client, sent } = clientOf([away({ 'retry-after': '5' })])
    const answer = client.request(EventCursorDocument, {}, { signal: stop.signal })
    answer.catch(() => {})
    await until('sent.length === 1', () => sent.length === 1)
    stop.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
    expect(sent).toHaveLength(1)
  })
})

test.each([400, 401, 500, 502])('HTTP %i is a final response: no retry', async status => {
  const { client, sent } = clientOf([json(status, { errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] })])
  await expect(client.request(ConsumerCreateDocument, create)).rejects.toMatchObject({ message: 'no' })
  expect(sent).toHaveLength(1)
})

test('an error of one of several mutations keeps the results of the others', async () => {
  const data = { consumerCreate: { __typename: 'ConsumerCreatePayload' }, chargeResolve: null }
  const errors = [{ message: 'no', path: ['chargeResolve'], extensions: { code: 'FORBIDDEN' } }]
  const { client } = clientOf([json(200, { data, errors }), json(400, { errors })])
  await expect(client.request(ConsumerCreateDocument, create)).rejects.toMatchObject({ code: 'FORBIDDEN', data })
  await expect(client.request(ConsumerCreateDocument, create)).rejects.toHaveProperty('data', undefined)
})

test('a gateway whose database comes back executes the request once', async () => {
  const database = await createTestDatabase()
  closing.push(database.drop)
  const gate = await openDatabaseGate(database.url)
  closing.push(gate.close)
  const app = await startOutageApp(gate.url)
  closing.push(app.stop)
  const statuses: number[] = []
  const client = createClient({
    url: app.graphqlUrl,
    authorization: KEY,
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      statuses.push(response.status)
      await gate.become('open')
      // Without the Retry-After header: the test need not wait for it.
      return new Response(response.body, { status: response.status, headers: { 'content-type': 'application/json' } })
    },
  })
  await gate.become('starting')
  const { consumerCreate } = await client.request(ConsumerCreateDocument, create)
  expect(consumerCreate).toMatchObject({ __typename: 'ConsumerCreatePayload', replayed: false })
  expect(statuses).toEqual([503, 200])
  expect((await database.pool.query('SELECT FROM consumers')).rowCount).toBe(1)
})
