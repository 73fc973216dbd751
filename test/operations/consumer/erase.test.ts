import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { agreementCreate } from '../../../src/operations/agreement/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { consumerErase } from '../../../src/operations/consumer/erase.ts'
import { consumerUpdate } from '../../../src/operations/consumer/update.ts'
import { sweepErased } from '../../../src/store/consumer/erasure.ts'
import { findConsumer } from '../../../src/store/sql/find-rows.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { until } from '../../support/until.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { endDue, recoverDue } from '../../support/world/jobs.ts'
import { eventId, notificationsOf, revocationOf, sign } from '../../support/world/ppro-notifications.ts'
import { givenSchedule } from '../../support/world/schedule.ts'
import {
  agreementIs,
  charge,
  control,
  givenActiveAgreement,
  givenConsumer,
  key,
  ledger,
  mustSucceed,
} from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
let aheadMs = 0
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => new Date(Date.now() + aheadMs) } })
})
afterEach(() => control(world, 'reset', {}))
afterAll(() => world.close())
const { receive } = notificationsOf(() => world)

const erase = (consumerId: string) => consumerErase(world.deps, world.caller, { consumerId })

/** What is stored of a consumer that could be personal. */
async function stored(consumerId: string) {
  const { rows } = await world.database.pool.query(
    `SELECT (SELECT count(*) FROM data_keys WHERE consumer_id = c.id)::int AS keys,
       (SELECT count(*) FROM instruments i WHERE i.consumer_id = c.id AND (i.encrypted_token IS NOT NULL OR i.last4 IS NOT NULL))::int AS tokens,
       (SELECT count(*) FROM provider_requests p JOIN agreements g ON g.id = p.agreement_id WHERE g.consumer_id = c.id AND p.encrypted_request IS NOT NULL)::int AS requests,
       (SELECT count(*) FROM provider_events e WHERE e.consumer_id = c.id AND e.encrypted_body IS NOT NULL)::int AS bodies,
       (c.encrypted_personal IS NOT NULL OR c.email_hash IS NOT NULL OR c.reference IS NOT NULL OR c.locale IS NOT NULL OR c.metadata IS NOT NULL) AS personal
     FROM consumers c WHERE c.id = $1`,
    [consumerId],
  )
  return rows[0]
}
const nothing = { keys: 0, tokens: 0, requests: 0, bodies: 0, personal: false }
const trail = async (agreementId: string) =>
  (
    await world.database.pool.query(
      `SELECT c.id, c.status, c.amount, c.version, o.kind, o.status AS operation, o.amount AS moved
     FROM charges c JOIN charge_operations o ON o.charge_id = c.id WHERE c.agreement_id = $1 ORDER BY o.id`,
      [agreementId],
    )
  ).rows
const eventsOf = async (subjectId: string) =>
  (
    await world.database.pool.query('SELECT type, version, data FROM events WHERE subject_id = $1 ORDER BY seq', [
      subjectId,
    ])
  ).rows

describe.each([
  ['PPRO', () => givenActiveAgreement(world), { value: 2_500n, currency: 'USD' }],
  ['APS', () => givenActiveCard(world), aed(2_500n)],
] as const)('a consumer with an agreement at %s', (_, givenActive, amount) => {
  test('loses all personal data; the agreement is revoked, its schedule canceled, and the money trail stays', async () => {
    const agreement: AgreementRow = await givenActive()
    const { consumerId } = agreement
    mustSucceed(
      await consumerUpdate(world.deps, world.caller, {
        consumerId,
        reference: 'customer-7',
        locale: 'en-US',
        metadata: { plan: 'gold' },
      }),
    )
    const paid = await charge(world, agreement.id, 0n, { amount })
    expect(paid.status).toBe('CAPTURED')
    const schedule = await givenSchedule(world, agreement.id, { amount })
    await world.quiet()
    expect(await stored(consumerId)).toMatchObject({ keys: 1, personal: true })
    const before = await trail(agreement.id)
    const { version } = (await findConsumer(world.database, world.caller.tenant, consumerId)) ?? {}

    const { consumer, revocations } = mustSucceed(await erase(consumerId))
    expect(consumer).toMatchObject({
      id: consumerId,
      country: 'US',
      version: (version ?? 0) + 1,
      erasedAt: expect.any(Date),
    })
    expect(revocations.map(({ agreementId, requestedBy }) => ({ agreementId, requestedBy }))).toEqual([
      { agreementId: agreement.id, requestedBy: 'MERCHANT' },
    ])
    await agreementIs(world, agreement.id, 'REVOKED_BY_MERCHANT')
    const atProvider = (await ledger(world)).agreements.find(({ id }) => id === agreement.providerReference)
    expect(atProvider?.status).toMatch(/REVOKED|INACTIVE/)
    await world.quiet()
    await endDue(world.deps)
    const { rows } = await world.database.pool.query('SELECT status FROM schedules WHERE id = $1', [schedule.id])
    expect(rows).toEqual([{ status: 'CANCELED' }])
    // What was still under way at that moment goes with the next sweep.
    await sweepErased(world.database, world.deps.clock.now(), 100)
    expect(await stored(consumerId)).toEqual(nothing)
    expect(await trail(agreement.id)).toEqual(before)
    expect((await eventsOf(consumerId)).at(-1)).toEqual({
      type: 'consumer.erased',
      version: consumer.version,
      data: { revocations: revocations.map(({ id }) => id) },
    })
  })

  test('a charge of before can be refunded', async () => {
    const agreement: AgreementRow = await givenActive()
    const paid = await charge(world, agreement.id, 0n, { amount })
    mustSucceed(await erase(agreement.consumerId))
    const { charge: refunded } = mustSucceed(
      await chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: paid.id }),
    )
    expect(refunded.status).toBe('REFUNDED')
    expect((await ledger(world)).charges.find(({ id }) => id === refunded.providerReference)).toMatchObject({
      refunded: Number(amount.value),
    })
  })
})

test('the same again answers the same, and writes nothing', async () => {
  const { consumerId, id } = await givenActiveAgreement(world)
  const first = mustSucceed(await erase(consumerId))
  await agreementIs(world, id, 'REVOKED_BY_MERCHANT')
  const before = await eventsOf(consumerId)
  const again = mustSucceed(await erase(consumerId))
  expect(again.consumer).toEqual(first.consumer)
  expect(again.eventCursor).toBe(first.eventCursor)
  expect(again.revocations.map(revocation => revocation.id)).toEqual(first.revocations.map(revocation => revocation.id))
  expect(await eventsOf(consumerId)).toEqual(before)
})

test('a consumer without agreements, or of another merchant', async () => {
  const { id } = await givenConsumer(world)
  const stranger = await world.stranger()
  const hidden = await consumerErase(world.deps, stranger, { consumerId: id })
  expect(hidden).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  expect(await stored(id)).toMatchObject({ keys: 1, personal: true })
  expect(mustSucceed(await erase(id)).revocations).toEqual([])
  expect(await stored(id)).toEqual(nothing)
})

test('an erased consumer is not updated, and gets no agreement', async () => {
  const { id: consumerId } = await givenConsumer(world)
  mustSucceed(await erase(consumerId))
  const refused = {
    ok: false,
    error: { code: 'INVALID_STATE', status: 'ERASED', message: expect.stringContaining('was erased at') },
  }
  expect(await consumerUpdate(world.deps, world.caller, { consumerId, name: 'Jane' })).toMatchObject(refused)
  const input = {
    idempotencyKey: key(),
    provider: 'PPRO',
    paymentMethod: 'AMAZON_PAY',
    consumerId,
    returnUrl: 'https://shop.example/',
  } as const
  expect(await agreementCreate(world.deps, world.caller, input)).toMatchObject(refused)
  expect(await stored(consumerId)).toEqual(nothing)
  await expect(
    world.database.pool.query(`UPDATE consumers SET reference = 'back' WHERE id = $1`, [consumerId]),
  ).rejects.toThrow('consumers_erased_without_personal_data')
})

test('while the outcome of a charge is not known nothing is erased or revoked; then it can be', async () => {
  const agreement = await givenActiveAgreement(world)
  await control(world, 'faults', { seed: 1, provider: 'PPRO', rates: { dropAfterEffect: 1, dropWebhook: 1 } })
  const lost = await charge(world, agreement.id, 700n)
  expect(lost.status).toBe('UNKNOWN')
  const before = await stored(agreement.consumerId)
  const refused = await erase(agreement.consumerId)
  expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_STATE', status: 'UNKNOWN' } })
  expect(refused.ok ? '' : refused.error.message).toContain(lost.id)
  expect(await stored(agreement.consumerId)).toEqual(before)
  await agreementIs(world, agreement.id, 'ACTIVE')
  await control(world, 'reset', {})
  aheadMs = 60_000
  await until('the charge to be known', async () => {
    await recoverDue(world.deps)
    const { rows } = await world.database.pool.query('SELECT status FROM charges WHERE id = $1', [lost.id])
    return rows[0].status === 'CAPTURED'
  })
  mustSucceed(await erase(agreement.consumerId))
  expect(await stored(agreement.consumerId)).toMatchObject({ keys: 0, personal: false })
})

test('a revocation whose response is lost goes on after the erasure, with the very same bytes', async () => {
  const agreement = await givenActiveAgreement(world)
  await control(world, 'faults', { seed: 1, provider: 'PPRO', rates: { dropBeforeEffect: 1, dropWebhook: 1 } })
  const { revocations } = mustSucceed(await erase(agreement.consumerId))
  expect(revocations).toMatchObject([{ status: 'UNKNOWN' }])
  expect(await stored(agreement.consumerId)).toEqual({ ...nothing, requests: 1 })
  await control(world, 'reset', {})
  aheadMs += 3_600_000
  await until('the revocation to be known', async () => {
    await recoverDue(world.deps)
    aheadMs += 60_000
    const { rows } = await world.database.pool.query('SELECT status FROM revocations WHERE id = $1', [
      revocations[0]?.id,
    ])
    return rows[0].status === 'SUCCEEDED'
  })
  await sweepErased(world.database, world.deps.clock.now(), 100)
  expect(await stored(agreement.consumerId)).toEqual(nothing)
})

test('a late notification changes the agreement, and brings no personal data back', async () => {
  const agreement = await givenActiveAgreement(world)
  mustSucceed(await erase(agreement.consumerId))
  await agreementIs(world, agreement.id, 'REVOKED_BY_MERCHANT')
  const id = eventId()
  const body = JSON.stringify({
    ...revocationOf(agreement, id),
    consumer: { name: 'Late Canary', email: 'late@example.com' },
  })
  expect(await receive(body, sign(body))).toMatchObject({ status: 200 })
  await world.quiet()
  const event = async () =>
    (
      await world.database.pool.query(
        'SELECT status, consumer_id AS "consumerId", encrypted_body AS body FROM provider_events WHERE provider_event_id = $1',
        [id],
      )
    ).rows
  expect(await event()).toEqual([{ status: 'PROCESSED', consumerId: agreement.consumerId, body: null }])
  await sweepErased(world.database, world.deps.clock.now(), 100)
  expect(await stored(agreement.consumerId)).toEqual(nothing)
})

test('a refund that is recorded at the same moment is made with a key that lives', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 900n)
  const [erased, refunded] = await Promise.all([
    erase(agreement.consumerId),
    chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: paid.id }),
  ])
  expect(mustSucceed(refunded).charge.status).toBe('REFUNDED')
  // Either the refund was first, and the erasure is refused while its outcome is open; or the erasure was.
  if (!erased.ok) expect(erased.error).toMatchObject({ code: 'INVALID_STATE', status: 'PROCESSING' })
  mustSucceed(await erase(agreement.consumerId))
  expect((await stored(agreement.consumerId)).keys).toBe(0)
})

test('a provider request under a destroyed data key is refused by the database', async () => {
  const agreement = await givenActiveAgreement(world)
  const insert = `INSERT INTO provider_requests (id, merchant_id, mode, provider, purpose, agreement_id, state, encrypted_request, first_sent_at, created_at)
    SELECT 'prq_destroyed', merchant_id, mode, provider, 'AGREEMENT_REVOKE', id, 'SETTLED', $2, now(), now() FROM agreements WHERE id = $1`
  await expect(
    world.database.pool.query(insert, [
      agreement.id,
      Buffer.concat([Buffer.of(2), Buffer.alloc(8, 9), Buffer.alloc(40)]),
    ]),
  ).rejects.toMatchObject({ constraint: 'provider_requests_data_key' })
})
