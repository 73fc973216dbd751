import { createHash, createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { webhookProcess } from '../../src/operations/webhook-process.ts'
import { webhookReceive } from '../../src/operations/webhook-receive.ts'
import { findAgreement, findCharge } from '../../src/store/find-rows.ts'
import { markFailed } from '../../src/store/inbox.ts'
import type { AgreementRow } from '../../src/store/tables/agreement.ts'
import { processDue } from '../../src/workers/inbox.ts'
import {
  agreementIs,
  charge,
  control,
  givenActiveAgreement,
  givenPendingAgreement,
  statuses,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { account, createWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const eventId = () => randomBytes(11).toString('hex').slice(0, 21)

function revocationOf(agreement: AgreementRow, id = eventId(), type = 'PAYMENT_AGREEMENT_REVOKED_BY_CONSUMER') {
  return {
    specversion: '1.0.2',
    source: 'https://www.ppro.com',
    datacontenttype: 'application/json',
    id,
    type,
    subject: agreement.providerReference,
    time: new Date().toISOString(),
    data: {
      paymentAgreementId: agreement.providerReference,
      paymentAgreementStatus: type.replace('PAYMENT_AGREEMENT_', ''),
      paymentMethod: 'AMAZON_PAY',
      type,
      merchantId: account.merchantId,
    },
  }
}

const sign = (body: string, secret = account.webhookSecret) => {
  const t = Math.floor(Date.now() / 1_000)
  return `t=${t},s=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

function receive(body: string, signature: string | undefined) {
  const headers = signature === undefined ? {} : { 'ppro-signature': signature }
  return webhookReceive(world.deps, 'PPRO', { headers, rawBody: Buffer.from(body), receivedAt: new Date() })
}

const inbox = async (id: string) => {
  const { rows } = await world.database.pool.query<{ status: string; deliveries: number; subject_id: string | null }>(
    'SELECT status, deliveries, subject_id FROM provider_events WHERE provider_event_id = $1',
    [id],
  )
  return rows
}

test.each([
  ['unsigned', (body: string) => ({ body, signature: undefined })],
  ['signed with another secret', (body: string) => ({ body, signature: sign(body, 'another') })],
  ['re-serialised', (body: string) => ({ body: JSON.stringify(JSON.parse(body), null, 1), signature: sign(body) })],
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

test('old news, validly signed, is taken and changes nothing (scenario 12)', async () => {
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

test('one that matches nothing yet waits, and is matched when its object appears', async () => {
  const agreement = await givenActiveAgreement(world)
  await world.quiet()
  await world.database.pool.query('UPDATE agreements SET provider_reference = NULL WHERE id = $1', [agreement.id])
  const event = revocationOf(agreement)
  const body = JSON.stringify(event)
  expect((await receive(body, sign(body))).status).toBe(200)
  await world.quiet()
  expect(await inbox(event.id)).toEqual([{ status: 'UNMATCHED', deliveries: 1, subject_id: null }])
  // The provider's id becomes known by news that carries our reference as well.
  const { rows } = await world.database.pool.query<{ id: string }>('SELECT id FROM attempts WHERE agreement_id = $1', [
    agreement.id,
  ])
  const known = revocationOf(agreement, eventId(), 'PAYMENT_AGREEMENT_UPDATED')
  const withReference = {
    ...known,
    data: { ...known.data, paymentAgreementStatus: 'ACTIVE', merchantPaymentAgreementReference: rows[0]?.id },
  }
  const again = JSON.stringify(withReference)
  expect((await receive(again, sign(again))).status).toBe(200)
  await until('the waiting one to be matched', async () => {
    await processDue(world.deps)
    return (await inbox(event.id))[0]?.status === 'PROCESSED'
  })
  expect((await findAgreement(world.database, world.caller.tenant, agreement.id))?.status).toBe('REVOKED_BY_CONSUMER')
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
    'an id of another account’s',
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

test('refunded outside the gateway: the webhook brings it into the books', async () => {
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

test('one that could not be processed is processed when its sender tries again (scenario 12)', async () => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf(agreement)
  const body = JSON.stringify(event)
  const provider = world.deps.providers.find('PPRO')
  if (provider === undefined) throw new Error('no provider')
  const broken = { ...provider, read: () => undefined }
  const deps = { ...world.deps, providers: { ...world.deps.providers, find: () => broken } }
  const delivery = { headers: { 'ppro-signature': sign(body) }, rawBody: Buffer.from(body), receivedAt: new Date() }
  expect((await webhookReceive(deps, 'PPRO', delivery)).status).toBe(200)
  await world.quiet()
  await world.database.pool.query(
    `UPDATE provider_events SET status = 'FAILED', next_try_at = NULL, tries = 10 WHERE provider_event_id = $1`,
    [event.id],
  )
  expect((await receive(body, sign(body))).status).toBe(200)
  await world.quiet()
  expect(await inbox(event.id)).toEqual([{ status: 'PROCESSED', deliveries: 2, subject_id: agreement.id }])
  expect((await findAgreement(world.database, world.caller.tenant, agreement.id))?.status).toBe('REVOKED_BY_CONSUMER')
})

test('one that was judged unmatched while its object became known is looked at again by itself', async () => {
  const agreement = await givenActiveAgreement(world)
  await world.database.pool.query('UPDATE agreements SET provider_reference = NULL WHERE id = $1', [agreement.id])
  const event = revocationOf(agreement)
  const body = JSON.stringify(event)
  await receive(body, sign(body))
  await world.quiet()
  expect(await inbox(event.id)).toMatchObject([{ status: 'UNMATCHED' }])
  // As if the transaction that made it known had committed in between: nothing wakes the event.
  await world.database.pool.query('UPDATE agreements SET provider_reference = $2 WHERE id = $1', [
    agreement.id,
    agreement.providerReference,
  ])
  const later = { ...world.deps, clock: { now: () => new Date(Date.now() + 31_000) } }
  await processDue(later)
  expect(await inbox(event.id)).toMatchObject([{ status: 'PROCESSED', subject_id: agreement.id }])
})

test('news of settled funds stands in the log and asks nobody for anything; a chargeback does', async () => {
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

test('a signed one from before its agreement was made changes nothing', async () => {
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

test('where our clock is far ahead of the provider’s, its news is not lost: the provider is asked (scenario 19)', async () => {
  const ahead = { ...world.deps, clock: { now: () => new Date(Date.now() + 600_000) } }
  const pending = await givenPendingAgreement({ ...world, deps: ahead })
  const answer = await fetch(String(pending.authenticationMethods[0]?.requestUrl), {
    method: 'POST',
    body: new URLSearchParams({ decision: 'approve' }),
    redirect: 'manual',
  })
  expect(answer.status).toBe(303)
  await agreementIs(world, pending.id, 'ACTIVE')
})

test('what goes wrong is tried for three days, and ten times at least; of two who are at it at once one try counts', async () => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf(agreement)
  const body = JSON.stringify(event)
  const provider = world.deps.providers.find('PPRO')
  if (provider === undefined) throw new Error('no provider')
  const broken = { ...provider, read: () => undefined }
  const deps = { ...world.deps, providers: { ...world.deps.providers, find: () => broken } }
  const delivery = { headers: { 'ppro-signature': sign(body) }, rawBody: Buffer.from(body), receivedAt: new Date() }
  await webhookReceive(deps, 'PPRO', delivery)
  await world.quiet()
  const fail = async (tries: number, ageHours: number) => {
    const { rows } = await world.database.pool.query<{ id: string }>(
      `UPDATE provider_events SET tries = $2, received_at = $3, next_try_at = $4 WHERE provider_event_id = $1 RETURNING id`,
      [event.id, tries, new Date(Date.now() - ageHours * 3_600_000), new Date()],
    )
    const id = rows[0]?.id ?? ''
    await webhookProcess(deps, id).catch(() => {})
    // Another one, who had read it before that.
    await markFailed(world.database, { id, tries }, 'Error', null)
    const after = await world.database.pool.query(
      'SELECT status, tries, next_try_at IS NOT NULL AS planned FROM provider_events WHERE id = $1',
      [id],
    )
    return after.rows[0]
  }
  expect(await fail(40, 71)).toEqual({ status: 'RECEIVED', tries: 41, planned: true })
  expect(await fail(8, 73)).toEqual({ status: 'RECEIVED', tries: 9, planned: true })
  expect(await fail(9, 73)).toEqual({ status: 'FAILED', tries: 10, planned: false })
})

test('waiting to be matched uses up no tries: an error does not end it', async () => {
  const agreement = await givenActiveAgreement(world)
  const event = revocationOf({ ...agreement, providerReference: 'agr_of_somebody_else' })
  const body = JSON.stringify(event)
  await receive(body, sign(body))
  await world.quiet()
  await world.database.pool.query(
    'UPDATE provider_events SET tries = 13, next_try_at = $2 WHERE provider_event_id = $1',
    [event.id, new Date()],
  )
  const provider = world.deps.providers.find('PPRO')
  if (provider === undefined) throw new Error('no provider')
  const broken = { ...provider, read: () => undefined }
  await processDue({ ...world.deps, providers: { ...world.deps.providers, find: () => broken } })
  const { rows } = await world.database.pool.query(
    'SELECT status, next_try_at IS NOT NULL AS planned FROM provider_events WHERE provider_event_id = $1',
    [event.id],
  )
  expect(rows).toEqual([{ status: 'UNMATCHED', planned: true }])
})
