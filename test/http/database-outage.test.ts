import { createHmac } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startCommitCutter } from '../../chaos/processes/commit-cutter.ts'
import { newId } from '../../src/base/id.ts'
import { returnLink } from '../../src/operations/hosted-page/return-link.ts'
import { startCluster } from '../support/database/cluster.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { eventually, until } from '../support/until.ts'
import { type DatabaseGate, openDatabaseGate } from './support/database-gate.ts'
import { readEvents } from './support/event-stream.ts'
import { KEY, type OutageApp, pproAccount, startOutageApp } from './support/outage-app.ts'
import { costs, post as postTo } from './support/small-server.ts'
import { connect, openSocket, type TestSocket } from './support/socket.ts'

const MESSAGE =
  'The database cannot be reached at the moment. Send the same request again, with the same idempotencyKey.'
const CONSUMER = 'query ($id: ID!) { consumer(id: $id) { id } }'
const CREATE = `mutation ($input: ConsumerCreateInput!) { consumerCreate(input: $input) {
  ... on ConsumerCreatePayload { replayed consumer { id } } ... on UserError { code message } } }`
const graphql = 'application/graphql-response+json'

const id = newId('consumer', new Date())
const create = { query: CREATE, variables: { input: { idempotencyKey: 'outage', country: 'DE' } } }

let database: TestDatabase
let app: OutageApp
let gate: DatabaseGate
const sockets: TestSocket[] = []
const closing: (() => Promise<unknown>)[] = []

const start = async () => {
  database = await createTestDatabase()
  closing.push(database.drop)
  gate = await openDatabaseGate(database.url)
  closing.push(gate.close)
  app = await startOutageApp(gate.url)
  closing.push(app.stop)
}
afterEach(async () => {
  for (const { raw } of sockets.splice(0)) raw.terminate()
  for (const close of closing.splice(0).reverse()) await close()
})

const post = (body: unknown, { accept = graphql, key = KEY } = {}) =>
  postTo(app.graphqlUrl, body, { authorization: `Bearer ${key}`, accept, 'x-request-id': 'request-1' })
const get = (parameters: Record<string, string>, accept = graphql) =>
  fetch(`${app.graphqlUrl}?${new URLSearchParams(parameters)}`, { headers: { authorization: `Bearer ${KEY}`, accept } })
/** The key is cached for some seconds: a later request meets the outage first in execution. */
const useKey = async () => expect((await post({ query: '{ viewer { merchantName } }' })).status).toBe(200)
const consumers = async () => (await database.pool.query('SELECT id FROM consumers')).rowCount

const error = (path?: string) => ({
  message: MESSAGE,
  ...(path && { path: [path] }),
  extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
})

async function expectUnavailable(response: Response, path?: string): Promise<void> {
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  const { errors, ...rest } = (await response.json()) as { errors: { locations?: unknown }[] }
  expect(rest).toEqual({})
  expect(errors.map(({ locations: _, ...shown }) => shown)).toEqual([error(path)])
}

describe.each(['closed', 'starting', 'cut'] as const)('while the connection to the database is %s', state => {
  beforeEach(async () => {
    await start()
    await useKey()
    await gate.become(state)
  })

  test.each([graphql, 'application/json'])('a query gets 503 with Retry-After, without data: %s', async accept => {
    await expectUnavailable(await post({ query: CONSUMER, variables: { id } }, { accept }), 'consumer')
    await expectUnavailable(await post({ query: '{ eventCursor }' }, { accept }), 'eventCursor')
    const response = await get({ query: '{ eventCursor }' }, accept)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toMatchObject({ errors: [{ message: MESSAGE }] })
  })

  test('a mutation is answered 503', async () => {
    await expectUnavailable(await post(create), 'consumerCreate')
    expect(await consumers()).toBe(0)
  })

  test('a key that cannot be read gets 503, not a refusal', async () => {
    await expectUnavailable(await post({ query: '{ eventCursor }' }, { key: 'sk_test_another' }))
  })

  test('requests that need no database work as usual', async () => {
    const viewer = await post({ query: '{ viewer { merchantName } }' })
    expect([viewer.status, await viewer.json()]).toEqual([
      200,
      { data: { viewer: { merchantName: 'Sandbox' } }, ...costs(2) },
    ])
    const wrong = await post({ query: '{ nothing }' })
    expect([wrong.status, wrong.headers.get('retry-after')]).toEqual([400, null])
  })

  test('a response with some data has the error and status 200', async () => {
    const response = await post({ query: `{ viewer { merchantName } consumer(id: "${id}") { id } }` })
    expect([response.status, response.headers.get('retry-after')]).toEqual([200, null])
    expect(await response.json()).toMatchObject({
      data: { viewer: { merchantName: 'Sandbox' }, consumer: null },
      errors: [error('consumer')],
    })
  })

  test('a subscription ends with the error: 503 as an event stream, a message on a socket that stays open', async () => {
    const query = 'subscription { events { id } }'
    const stream = await post({ query }, { accept: 'text/event-stream' })
    expect([stream.status, stream.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await readEvents(stream).next()).toMatchObject({ event: 'next', data: { errors: [error('events')] } })
    const socket = await connect(app.wsUrl, KEY)
    sockets.push(socket)
    socket.send({ type: 'subscribe', id: '1', payload: { query } })
    expect(await socket.next()).toMatchObject({
      type: 'next',
      id: '1',
      payload: { errors: [{ message: MESSAGE, extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    })
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' })
    expect(socket.raw.readyState).toBe(socket.raw.OPEN)
  })

  test('a socket whose key cannot be read is closed with 1013, so that its client reconnects', async () => {
    const socket = await openSocket(app.wsUrl)
    sockets.push(socket)
    socket.send({ type: 'connection_init', payload: { authorization: 'sk_test_another' } })
    expect((await socket.closed).code).toBe(1013)
  })

  test('readiness fails, health does not, and a consumer’s browser gets a page', async () => {
    const ready = await fetch(`${app.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', missing: ['database'] }])
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
    const { pathname } = new URL(returnLink(app.deps, newId('agreement', new Date())))
    const page = await fetch(app.url + pathname)
    expect([page.status, page.headers.get('retry-after'), page.headers.get('content-type')]).toEqual([
      503,
      '5',
      'text/html; charset=utf-8',
    ])
    expect(await page.text()).toContain('Please reload this page in a moment')
  })

  test('it is logged under the request’s id, not as a defect', async () => {
    await post({ query: '{ eventCursor }' })
    const lines = app.logged.filter(({ requestId }) => requestId === 'request-1')
    expect(lines).toMatchObject([{ level: 'warn', msg: 'the database is unavailable', field: 'eventCursor' }])
  })
})

test('once the database is back, the same request creates its object, once', async () => {
  await start()
  await useKey()
  await gate.become('starting')
  await expectUnavailable(await post(create), 'consumerCreate')
  await gate.become('open')
  for (const replayed of [false, true])
    expect(await (await post(create)).json()).toMatchObject({ data: { consumerCreate: { replayed } } })
  expect(await consumers()).toBe(1)
  await eventually(async () => expect((await fetch(`${app.url}/readyz`)).status).toBe(200))
})

test('a notification that could not be stored gets 503, and is stored when it comes again', async () => {
  await start()
  const body = JSON.stringify({ specversion: '1.0.2', id: 'evt-outage', type: 'PAYMENT_CHARGE_SUCCESS', data: {} })
  const t = Math.floor(Date.now() / 1_000)
  const s = createHmac('sha256', pproAccount.webhookSecret).update(`${t}.${body}`).digest('hex')
  const deliver = () =>
    fetch(`${app.url}/webhooks/ppro`, { method: 'POST', body, headers: { 'ppro-signature': `t=${t},s=${s}` } })
  const kept = async () => (await database.pool.query('SELECT provider_event_id FROM provider_events')).rows
  await gate.become('cut')
  const response = await deliver()
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await kept()).toEqual([])
  await gate.become('open')
  expect((await deliver()).status).toBe(200)
  expect(await kept()).toEqual([{ provider_event_id: 'evt-outage' }])
})

test.each([
  ['before', 0],
  ['after', 1],
] as const)(
  'a connection cut %s PostgreSQL had committed: 503, and a retry with the same key returns the stored result',
  async (when, made) => {
    database = await createTestDatabase()
    const target = new URL(database.url)
    const cutter = await startCommitCutter(Number(target.port), 1, {
      chance: rate => rate === 1 || when === 'before',
      fraction: () => 0,
      between: least => least,
      pick: ([first]) => first,
    })
    app = await startOutageApp(Object.assign(target, { port: String(cutter.port) }).href)
    closing.push(database.drop, cutter.close, app.stop)
    await useKey()
    cutter.begin()
    await expectUnavailable(await post(create), 'consumerCreate')
    cutter.rest()
    expect(await consumers()).toBe(made)
    const replayed = made === 1
    expect(await (await post(create)).json()).toMatchObject({ data: { consumerCreate: { replayed } } })
    expect(await consumers()).toBe(1)
  },
)

test('a PostgreSQL that is shut down in the middle of a mutation, and is gone afterwards', async () => {
  const cluster = await startCluster({ max_prepared_transactions: '1' })
  closing.push(cluster.stop)
  app = await startOutageApp(cluster.url())
  closing.push(app.stop)
  await useKey()
  const observer = new pg.Client(cluster.url())
  observer.on('error', () => {})
  await observer.connect()
  // A prepared transaction keeps its lock while the sessions end, in any order. Readers pass.
  await observer.query('BEGIN')
  await observer.query('LOCK TABLE consumers IN EXCLUSIVE MODE')
  await observer.query(`PREPARE TRANSACTION 'holds the table'`)
  const answer = post(create)
  await until('the mutation to wait for its table', async () => {
    const { rows } = await observer.query(`SELECT FROM pg_locks WHERE relation = 'consumers'::regclass AND NOT granted`)
    return rows.length > 0
  })
  process.kill(cluster.pid, 'SIGINT') // fast shutdown: sessions get 57P01
  await expectUnavailable(await answer, 'consumerCreate')
  await expectUnavailable(await post(create), 'consumerCreate')
  await observer.end().catch(() => {})
})
