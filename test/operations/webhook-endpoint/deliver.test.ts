import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { webhookDeliver } from '../../../src/operations/webhook-endpoint/deliver.ts'
import { webhookReadLog } from '../../../src/operations/webhook-endpoint/read-log.ts'
import { webhookEndpointRotateSecret } from '../../../src/operations/webhook-endpoint/rotate-secret.ts'
import { webhookEndpointResume } from '../../../src/operations/webhook-endpoint/status.ts'
import { queues } from '../../../src/store/work-queue/queues.ts'
import { type Claimed, claimDue, type WorkQueue } from '../../../src/store/work-queue/work-queue.ts'
import { until } from '../../support/until.ts'
import { doDue } from '../../support/world/jobs.ts'
import { mustSucceed } from '../../support/world/story.ts'
import { createHookWorld, type HookWorld, type Receiver, startReceiver } from './support.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let world: HookWorld
let receiver: Receiver
let dead: Receiver
beforeAll(async () => {
  world = await createHookWorld()
  receiver = await startReceiver()
  dead = await startReceiver(500)
})
afterAll(async () => {
  await receiver.close()
  await dead.close()
  await world.close()
})
beforeEach(async () => {
  await world.database.pool.query('TRUNCATE webhook_endpoints CASCADE')
  receiver.received.length = 0
  dead.received.length = 0
  receiver.answer = 204
  dead.answer = 500
})

const ids = (of: Receiver) => of.received.map(({ id }) => id)
const endpointRow = async (id: string) =>
  (await world.database.pool.query('SELECT * FROM webhook_endpoints WHERE id = $1', [id])).rows[0]

test('an event reaches its endpoint once, signed, with ids and statuses alone', async () => {
  const { secret } = await world.endpoint(receiver.url, { eventTypes: ['charge.*', 'agreement.created'] })
  const chargeId = newId('charge', new Date())
  const [captured] = await world.happen(
    {
      type: 'charge.capture_succeeded',
      subjectId: chargeId,
      version: 3,
      previousStatus: 'AUTHORIZED',
      status: 'CAPTURED',
      data: { amount: '4250' },
    },
    { type: 'schedule.paused' },
  )
  await world.work()
  const [{ body = '', headers = {} } = {}, ...more] = receiver.received
  expect([ids(receiver), more]).toEqual([[captured], []])
  // Real time, also with a moved clock: the library accepts five minutes.
  const verified = new Webhook(secret).verify(body, { ...headers })
  expect(verified).toEqual({
    type: 'charge.capture_succeeded',
    timestamp: expect.stringMatching(/Z$/),
    data: {
      ...{ eventId: captured, eventCursor: expect.any(String), mode: 'TEST' },
      ...{ subjectType: 'Charge', subjectId: chargeId, consumerId: expect.stringMatching(/^con_/), agreementId: null },
      ...{ version: 3, previousStatus: 'AUTHORIZED', status: 'CAPTURED' },
    },
  })
  expect(() => new Webhook(secret).verify(body.replace('CAPTURED', 'REFUNDED'), { ...headers })).toThrow()
  expect(headers['content-type']).toBe('application/json')
  expect(await world.rows()).toMatchObject([
    { state: 'SUCCEEDED', tries: [{ httpStatus: 204, error: null, response: '' }] },
  ])
})

test('each secret of an overlap signs, and none after it', async () => {
  const { id, secret } = await world.endpoint(receiver.url)
  const rotated = mustSucceed(
    await webhookEndpointRotateSecret(world.deps, world.caller, { webhookEndpointId: id, overlapSeconds: 60 }),
  )
  await world.happen({})
  await world.work()
  world.pass(MINUTE_MS)
  await world.happen({})
  await world.work()
  const verifies = (by: string, index: number) => {
    const { body = '', headers = {} } = receiver.received[index] ?? {}
    try {
      return new Webhook(by).verify(body, { ...headers }) !== undefined
    } catch {
      return false
    }
  }
  expect([verifies(secret, 0), verifies(rotated.secret, 0)]).toEqual([true, true])
  expect([verifies(secret, 1), verifies(rotated.secret, 1)]).toEqual([false, true])
})

test('a failing endpoint gets the same webhook-id for more than three days, then the delivery is given up', async () => {
  const { id } = await world.endpoint(dead.url)
  const start = world.deps.clock.now()
  const [event] = await world.happen({})
  await world.work()
  for (let tries = 1; tries < 11; tries++) {
    const [row] = await world.rows()
    expect(row).toMatchObject({ state: 'PENDING', step: tries })
    world.pass((row?.next_at?.getTime() ?? 0) - world.deps.clock.now().getTime())
    await world.work()
  }
  expect(world.deps.clock.now().getTime() - start.getTime()).toBeGreaterThan(72 * HOUR_MS)
  expect(ids(dead)).toEqual(Array.from({ length: 11 }, () => event))
  expect(await world.rows()).toMatchObject([{ state: 'FAILED', next_at: null, step: 11 }])
  expect(await endpointRow(id)).toMatchObject({ status: 'ENABLED', impaired: true })
  // Two days later it has failed for five days.
  world.pass(48 * HOUR_MS)
  await world.happen({})
  await world.work()
  expect(await endpointRow(id)).toMatchObject({ status: 'DISABLED', disabled_reason: 'FAILING' })
  // Nothing is missed: what happened meanwhile comes after it was resumed.
  const [missed] = await world.happen({})
  await world.work()
  dead.answer = 200
  mustSucceed(await webhookEndpointResume(world.deps, world.caller, { webhookEndpointId: id }))
  await world.work()
  expect(ids(dead).at(-1)).toBe(missed)
  expect(await endpointRow(id)).toMatchObject({ status: 'ENABLED', failing_since: null })
})

test('410 disables the endpoint at once; Retry-After is heeded', async () => {
  const gone = await world.endpoint(dead.url)
  dead.answer = 410
  await world.happen({})
  await world.work()
  expect(await endpointRow(gone.id)).toMatchObject({ status: 'DISABLED', disabled_reason: 'GONE' })
  expect(await world.rows()).toMatchObject([{ state: 'FAILED', tries: [{ httpStatus: 410 }] }])
  const busy = await world.endpoint(receiver.url)
  receiver.answer = 503
  receiver.headers['retry-after'] = '3600'
  const before = world.deps.clock.now().getTime()
  await world.happen({})
  await world.work()
  delete receiver.headers['retry-after']
  const row = (await world.rows()).find(({ endpoint_id }) => endpoint_id === busy.id)
  expect((row?.next_at?.getTime() ?? 0) - before).toBeGreaterThanOrEqual(HOUR_MS)
})

test('an endpoint that answers nothing delays no other, and has a bounded number in flight', async () => {
  dead.answer = 'hang'
  const hanging = await world.endpoint(dead.url)
  await world.endpoint(receiver.url)
  const events = await world.happen(...Array.from({ length: 12 }, () => ({})))
  await doDue(world.deps, 'logReading')
  const sending = doDue(world.deps, 'delivery')
  await until('as many as may be in flight', () => dead.received.length === 8)
  await until('all events at the healthy endpoint', async () => {
    await doDue(world.deps, 'delivery')
    // Where a busy machine was slow to answer.
    await doDue(world.deps, 'redelivery')
    return receiver.received.length >= 12
  })
  expect(dead.received.length).toBe(8)
  dead.release(500)
  await sending
  // From now on it uses the places of those that fail, two at a time.
  expect(await endpointRow(hanging.id)).toMatchObject({ impaired: true })
  expect([...ids(receiver)].sort()).toEqual([...events].sort())
  expect(await doDue(world.deps, 'delivery')).toBe(0)
  dead.answer = 500
  expect(await doDue(world.deps, 'redelivery')).toBe(2)
})

test('in order: the next event of an object waits for the one before, those of others do not', async () => {
  await world.endpoint(dead.url, { ordered: true })
  const [one, other] = [newId('charge', new Date()), newId('charge', new Date())]
  const [first, second, apart] = await world.happen(
    { subjectId: one },
    { subjectId: one, version: 2 },
    { subjectId: other },
  )
  await world.work()
  expect([...ids(dead)].sort()).toEqual([first, apart].sort())
  world.pass(10_000)
  await world.work()
  dead.answer = 200
  world.pass(2 * MINUTE_MS)
  await world.work()
  expect(ids(dead).filter(id => id !== apart)).toEqual([first, first, first, second])
})

test('a process that dies at any step loses nothing and stores nothing twice', async () => {
  await world.endpoint(receiver.url)
  const events = await world.happen({}, {}, {})
  const claim = async <Row>(queue: WorkQueue<Row>, ahead: number): Promise<Claimed<Row>[]> => {
    const realNow = new Date(Date.now() + ahead)
    const now = world.deps.clock.now()
    return claimDue(world.database, queue, {
      now,
      realNow,
      leaseUntil: new Date(realNow.getTime() + 15_000),
      limit: 10,
    })
  }
  // Claimed and dead; then read by the next one, while the first wakes up again and writes late.
  const [late] = await claim(queues.logReading, 0)
  expect(await claim(queues.logReading, 0)).toEqual([])
  const [next] = await claim(queues.logReading, 20_000)
  if (!late || !next) throw new Error('the endpoint must be claimed twice')
  await Promise.all([webhookReadLog(world.deps, next), webhookReadLog(world.deps, late)])
  expect((await world.rows()).map(({ event_id }) => event_id)).toEqual(events)
  // Sent and dead before the outcome was recorded: sent again, under the same id.
  const [lost] = await claim(queues.delivery, 0)
  if (!lost) throw new Error('a delivery must be claimed')
  const dying = { ...world.deps, database: { ...world.database, rows: () => Promise.reject(new Error('killed')) } }
  await expect(webhookDeliver(dying, lost)).rejects.toThrow('killed')
  expect(receiver.received.length).toBe(1)
  await world.database.pool.query("UPDATE webhook_deliveries SET lease_until = now() - interval '1 second'")
  await world.work()
  expect(new Set(ids(receiver))).toEqual(new Set(events))
  expect(receiver.received.length).toBe(4)
  expect((await world.rows()).map(({ state }) => state)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'])
})
