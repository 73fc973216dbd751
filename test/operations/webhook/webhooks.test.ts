import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import { eventId, notificationsOf, revocationOf, sign } from '../../support/world/ppro-notifications.ts'
import { account } from '../../support/world/simulators.ts'
import { charge, control, givenActiveAgreement, statuses } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const { receive, inbox } = notificationsOf(() => world)

test.each([
  ['unsigned', (body: string) => ({ body, signature: undefined })],
  ['signed with another secret', (body: string) => ({ body, signature: sign(body, 'another') })],
  ['serialized again', (body: string) => ({ body: JSON.stringify(JSON.parse(body), null, 1), signature: sign(body) })],
  ['one byte changed', (body: string) => ({ body: body.replace('CONSUMER', 'PROVIDER'), signature: sign(body) })],
])('%s: 401, not stored, nothing changes (scenario 13)', async (_name, forge) => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf(agreement)
  const { body, signature } = forge(JSON.stringify(event))
  expect(await receive(body, signature)).toEqual({ status: 401, verdict: 'forged' })
  await world.quiet()
  expect(await inbox(event.id)).toEqual([])
  expect(await findAgreement(world.database, world.caller.tenant, agreement.id)).toMatchObject({
    status: 'ACTIVE',
    version: agreement.version,
  })
})

test('the same one a hundred times at once: one effect, every one acknowledged (scenario 12)', async () => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf(agreement)
  const body = JSON.stringify(event)
  const answers = await Promise.all(Array.from({ length: 100 }, () => receive(body, sign(body))))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  await world.quiet()
  expect(await inbox(event.id)).toEqual([{ status: 'PROCESSED', deliveries: 100, subject_id: agreement.id }])
  expect(await statuses(world, agreement.id)).toEqual([
    'INITIALIZING',
    'AUTHENTICATION_PENDING',
    'ACTIVE',
    'REVOKED_BY_CONSUMER',
  ])
})

test('an old update, validly signed, is accepted and changes nothing (scenario 12)', async () => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf(agreement, eventId(), 'PAYMENT_AGREEMENT_AUTHENTICATION_PENDING')
  const body = JSON.stringify(event)
  expect((await receive(body, sign(body))).status).toBe(200)
  await world.quiet()
  expect(await inbox(event.id)).toMatchObject([{ status: 'PROCESSED' }])
  expect(await findAgreement(world.database, world.caller.tenant, agreement.id)).toMatchObject({
    version: agreement.version,
  })
})

test('signed but unreadable is kept FAILED and acknowledged', async () => {
  const body = '{"id":"unreadable-event-00001","type":7}'
  const answer = await receive(body, sign(body))
  expect(answer).toEqual({ status: 200, verdict: 'unreadable' })
  const { rows } = await world.database.pool.query(`SELECT status FROM provider_events WHERE status = 'FAILED'`)
  expect(rows).toEqual([{ status: 'FAILED' }])
})

test('signed but nested 5,000 levels deep is kept FAILED and acknowledged; its body is not shown', async () => {
  const nested = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
  const body = `{"id":"deep-event-00001","type":"PAYMENT_CHARGE_CAPTURED","data":${nested}}`
  expect(await receive(body, sign(body))).toEqual({ status: 200, verdict: 'unreadable' })
  const { rows } = await world.database.pool.query(
    `SELECT status, error FROM provider_events WHERE error LIKE 'nested%'`,
  )
  expect(rows).toEqual([{ status: 'FAILED', error: 'nested deeper than 64 levels' }])
  const provider = world.deps.providers.entries.find(({ code }) => code === 'PPRO')
  expect(provider?.show(Buffer.from(body))).toBeUndefined()
})

const long = () => randomBytes(15_000).toString('hex')
const failed = async () =>
  (
    await world.database.pool.query<{ id: string; error: string }>(
      `SELECT provider_event_id AS id, error FROM provider_events WHERE status = 'FAILED' AND error <> 'no type or no data'`,
    )
  ).rows

test.each<[string, (event: ReturnType<typeof revocationOf>) => object, string]>([
  ['an id', event => ({ ...event, id: long() }), 'eventId is longer than 255 characters'],
  ['a type', event => ({ ...event, type: long() }), 'type is longer than 255 characters'],
  [
    'the provider’s id of its object',
    event => ({ ...event, data: { ...event.data, paymentAgreementId: long() } }),
    'providerReference is longer than 255 characters',
  ],
  [
    'our reference',
    event => ({ ...event, data: { ...event.data, merchantPaymentAgreementReference: long() } }),
    'sentReference is longer than 255 characters',
  ],
  [
    'an operation’s id',
    event => ({
      ...event,
      type: 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED',
      data: { ...event.data, paymentChargeId: 'charge_1', captureId: long() },
    }),
    'providerReference is longer than 255 characters',
  ],
  [
    'an id from another account',
    event => ({ ...event, id: long(), data: { ...event.data, merchantId: 'another' } }),
    'eventId is longer than 255 characters',
  ],
])('%s that the database would refuse for its length: kept FAILED and acknowledged', async (_name, change, error) => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf(agreement)
  const before = await failed()
  const body = JSON.stringify(change(event))
  for (const _ of ['once', 'again'])
    expect(await receive(body, sign(body))).toEqual({ status: 200, verdict: 'unreadable' })
  await world.quiet()
  const added = (await failed()).filter(({ id }) => !before.some(one => one.id === id))
  const hash = createHash('sha256').update(body).digest('hex')
  expect(added).toEqual([{ id: error.startsWith('eventId') ? `sha256:${hash}` : event.id, error }])
  expect(await findAgreement(world.database, world.caller.tenant, agreement.id)).toMatchObject({
    status: 'ACTIVE',
    version: agreement.version,
  })
})

test('refunded outside the gateway: the webhook adds it to the records', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 1_000n)
  await fetch(`${world.sandbox.url}/ppro/v1/payment-charges/${paid.providerReference}/refunds`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${account.apiKey}`,
      'merchant-id': account.merchantId,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ amount: 250 }),
  })
  const refunded = await until('the refund', async () => {
    const row = await findCharge(world.database, world.caller.tenant, paid.id)
    return row?.status === 'PARTIALLY_REFUNDED' && row
  })
  const { rows } = await world.database.pool.query(
    `SELECT amount::int, status FROM charge_operations WHERE charge_id = $1 AND kind = 'REFUND'`,
    [refunded.id],
  )
  expect(rows).toEqual([{ amount: 250, status: 'SUCCEEDED' }])
  await control(world, 'reset', {})
})

test('an update about settled funds is recorded in the log and needs no attention; a chargeback does', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 1_000n)
  const noteOf = (type: string) => {
    const data = {
      paymentChargeId: paid.providerReference,
      type,
      fundsState: 'CAPTURE_FUNDS_RECEIVED',
      amount: { value: 1_000, currency: 'USD' },
    }
    return JSON.stringify({ ...revocationOf(agreement, eventId(), type), subject: paid.providerReference, data })
  }
  const attention = async () => (await findCharge(world.database, world.caller.tenant, paid.id))?.needsAttention
  for (const [type, expected] of [
    ['FUNDS_STATE_CHANGED', false],
    ['CHARGEBACK_SUCCEEDED', true],
  ] as const) {
    const body = noteOf(type)
    await receive(body, sign(body))
    await world.quiet()
    expect([type, await attention()]).toEqual([type, expected])
  }
  const { rows } = await world.database.pool.query(
    'SELECT type, version FROM events WHERE subject_id = $1 AND NOT change ORDER BY seq',
    [paid.id],
  )
  expect(rows).toEqual([
    { type: 'charge.funds_state_changed', version: paid.version },
    { type: 'charge.chargeback', version: paid.version },
  ])
})

test('a signed event from before its agreement was created changes nothing', async () => {
  const agreement = await givenActiveAgreement(world)
  const event = { ...revocationOf(agreement), time: '2020-01-01T00:00:00.000Z' }
  const body = JSON.stringify(event)
  expect((await receive(body, sign(body))).status).toBe(200)
  await world.quiet()
  expect(await inbox(event.id)).toMatchObject([{ status: 'PROCESSED', subject_id: agreement.id }])
  expect(await findAgreement(world.database, world.caller.tenant, agreement.id)).toMatchObject({
    status: 'ACTIVE',
    version: agreement.version,
  })
})
