import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aggregateLock } from '../../../src/store/sql/aggregate-lock.ts'
import { statement } from '../../../src/store/sql/database.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

const result = '... on InvalidInput { issues { path code } } ... on UserError { code }'
let made = 0
const create = async (fields: object) => {
  const input = { idempotencyKey: `consumer-${++made}`, country: 'DE', ...fields }
  const query = `mutation ($input: ConsumerCreateInput!) {
    consumerCreate(input: $input) { ... on ConsumerCreatePayload { consumer { id phone } } ${result} }
  }`
  return (await graph.data(query, { input })).consumerCreate
}
const update = async (input: object) => {
  const query = `mutation ($input: ConsumerUpdateInput!) {
    consumerUpdate(input: $input) { ... on ConsumerUpdatePayload { consumer { version phone } } ${result} }
  }`
  return (await graph.data(query, { input })).consumerUpdate
}
const moveToAmerica = statement('test-move', `UPDATE consumers SET country = 'US' WHERE id = $1`)
const refusedPhone = { code: 'INVALID_INPUT', issues: [{ path: ['phone'], code: 'FORMAT' }] }

test.each([
  ['030 123456', '030 123456'],
  ['+1 (202) 555-0123', '+1 (202) 555-0123'],
  ['\u202atel:+49\u00a030 123456\u202c', '+49 30 123456'],
])('the telephone number %j is stored as %j', async (phone, kept) => {
  expect((await create({ phone })).consumer.phone).toBe(kept)
})

test('text that is not a telephone number is refused, and no consumer is created', async () => {
  const count = async () => (await graph.database.pool.query('SELECT count(*)::int AS n FROM consumers')).rows[0].n
  const before = await count()
  for (const phone of ['---', '+999 123 456', 'call me']) expect(await create({ phone }), phone).toEqual(refusedPhone)
  expect(await count()).toBe(before)
})

test('a national number is read by the consumer’s country, current or given', async () => {
  const { consumer } = await create({})
  const consumerId = consumer.id
  expect(await update({ consumerId, phone: '030 123456' })).toEqual({ consumer: { version: 2, phone: '030 123456' } })
  expect(await update({ consumerId, phone: '030 123456', country: 'US' })).toEqual(refusedPhone)
  expect(await update({ consumerId: 'con_00000000000000000000000000', phone: '030 123456' })).toEqual({
    code: 'NOT_FOUND',
  })
})

test('a national number is read by the consumer’s country at the time of the write', async () => {
  const { id: consumerId } = (await create({})).consumer
  const { promise: waiting, resolve: moved } = Promise.withResolvers<void>()
  const locks = [aggregateLock('consumer', consumerId)]
  const moving = graph.database.transaction(
    async sql => {
      await sql.row(moveToAmerica, [consumerId])
      await waiting
    },
    { locks },
  )
  const late = update({ consumerId, phone: '030 123456' })
  const blocked = `SELECT FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()`
  await vi.waitFor(async () => expect((await graph.database.pool.query(blocked)).rows).toHaveLength(1), 10_000)
  moved()
  await moving
  expect(await late).toEqual(refusedPhone)
})

test('a national number stays the same telephone when its consumer moves to another country', async () => {
  const [national, international] = [await create({ phone: '030 123456' }), await create({ phone: '+49 30 123456' })]
  const moved = async (consumerId: string) => (await update({ consumerId, country: 'US' })).consumer.phone
  expect(await moved(national.consumer.id)).toBe('+4930123456')
  expect(await moved(international.consumer.id)).toBe('+49 30 123456')
})
