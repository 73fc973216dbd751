import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Clock } from '../../../src/base/time/clock.ts'
import { agreementCreate } from '../../../src/operations/agreement/create.ts'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import { recoverDue } from '../../support/world/jobs.ts'
import { account } from '../../support/world/simulators.ts'
import {
  agreementIs,
  control,
  decide,
  givenActiveAgreement,
  givenConsumer,
  givenPendingAgreement,
  initialChargeOf,
  key,
  ledger,
  mustSucceed,
} from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
let aheadMs = 0
beforeAll(async () => {
  const clock: Clock = { now: () => new Date(Date.now() + aheadMs) }
  world = await createWorld({ providerDeadlineMs: 500, absenceMs: 200 }, { clock })
})
afterEach(() => control(world, 'reset', {}))
afterAll(() => world.close())

const faults = (rates: Record<string, number>) => control(world, 'faults', { provider: 'PPRO', seed: 1, rates })
const read = (id: string) => findAgreement(world.database, world.caller.tenant, id)

async function lostAgreement() {
  const consumer = await givenConsumer(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const { agreement } = mustSucceed(
    await agreementCreate(world.deps, world.caller, {
      idempotencyKey: key(),
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: consumer.id,
      returnUrl: 'https://shop.example/done',
    }),
  )
  expect(agreement.status).toBe('INITIALIZING')
  return agreement
}

test('a lost creation without a charge: the same request under the same key returns the first response (scenario 1)', async () => {
  const lost = await lostAgreement()
  const before = (await ledger(world)).agreements.length
  await control(world, 'reset', {})
  const found = await until('the agreement', async () => {
    await recoverDue(world.deps)
    const row = await read(lost.id)
    return row?.status === 'AUTHENTICATION_PENDING' && row
  })
  expect(found.authenticationMethods).toHaveLength(1)
  expect((await ledger(world)).agreements).toHaveLength(before)
})

/** The address of the consumer's page for an agreement, read from the provider itself. */
async function pageOf(reference: string): Promise<string> {
  const answer = await fetch(`${world.sandbox.url}/ppro/v1/payment-agreements/${reference}`, {
    headers: { authorization: `Bearer ${account.apiKey}`, 'merchant-id': account.merchantId },
  })
  const body = (await answer.json()) as { authenticationMethods: [{ details: { requestUrl: string } }] }
  return body.authenticationMethods[0].details.requestUrl
}

test('after twenty hours it is given up, FAILED; if it is ACTIVE later, it is revoked and recorded (scenario 8)', async () => {
  const lost = await lostAgreement()
  const atProvider = (await ledger(world)).agreements.at(-1)
  await control(world, 'reset', {})
  aheadMs = 20 * 3_600_000
  try {
    await recoverDue(world.deps)
    expect(await read(lost.id)).toMatchObject({
      status: 'FAILED',
      failure: { kind: 'PROVIDER_ERROR', code: 'CREATION_LOST' },
    })
    const page = await pageOf(atProvider?.id ?? '')
    const { rows } = await world.database.pool.query('SELECT id FROM provider_requests WHERE agreement_id = $1', [
      lost.id,
    ])
    expect(rows).toHaveLength(1)
    await fetch(page, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }), redirect: 'manual' })
    await until('the late agreement to be revoked', async () => {
      await recoverDue(world.deps)
      return (await ledger(world)).agreements.find(({ id }) => id === atProvider?.id)?.status === 'REVOKED_BY_MERCHANT'
    })
  } finally {
    aheadMs = 0
  }
  expect((await read(lost.id))?.status).toBe('FAILED')
  const { rows } = await world.database.pool.query<{ type: string }>(
    'SELECT type FROM events WHERE subject_id = $1 ORDER BY seq',
    [lost.id],
  )
  expect(rows.map(({ type }) => type)).toContain('agreement.contradiction')
})

test('a lost response to a revocation: the agreement is read, and is revoked; the revocation is sent once (scenario 1)', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const asked = mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
  expect(asked).toMatchObject({ agreement: { status: 'ACTIVE' }, revocation: { status: 'UNKNOWN' } })
  const again = mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
  expect(again.revocation.id).toBe(asked.revocation.id)
  await control(world, 'reset', {})
  await until('the revocation', async () => {
    await recoverDue(world.deps)
    return (await read(agreement.id))?.status === 'REVOKED_BY_MERCHANT'
  })
  const { rows } = await world.database.pool.query(
    `SELECT c.verb FROM provider_requests a JOIN provider_calls c ON c.provider_request_id = a.id
     WHERE a.agreement_id = $1 AND a.purpose = $2 ORDER BY c.id`,
    [agreement.id, 'AGREEMENT_REVOKE'],
  )
  expect(rows).toEqual([{ verb: 'send' }, { verb: 'queryStatus' }])
})

test('revoked before the consumer agreed: FAILED and CANCELED; if the consumer agrees later, it is revoked at the provider', async () => {
  const pending = await givenPendingAgreement(world)
  const revoked = mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: pending.id }))
  expect(revoked.agreement).toMatchObject({ status: 'FAILED', failure: { kind: 'CANCELED' } })
  await decide(pending, 'approve')
  await until('the provider to hold no active agreement', async () => {
    await recoverDue(world.deps)
    const status = (await ledger(world)).agreements.find(({ id }) => id === pending.providerReference)?.status
    return status === 'REVOKED_BY_MERCHANT' || status === 'FAILED'
  })
  expect((await read(pending.id))?.status).toBe('FAILED')
})

test('money that such an agreement took needs attention', async () => {
  const pending = await givenPendingAgreement(world, { initialCharge: { amount: { value: 1_000n, currency: 'USD' } } })
  await agreementRevoke(world.deps, world.caller, { agreementId: pending.id })
  await decide(pending, 'approve')
  const initial = await initialChargeOf(world, pending.id)
  const row = await until('an operator to be asked', async () => {
    await recoverDue(world.deps)
    const found = await findCharge(world.database, world.caller.tenant, initial)
    return found?.needsAttention && found.status === 'CAPTURED' && found
  })
  const entry = (await ledger(world)).charges.find(({ id }) => id === row.providerReference)
  expect(entry).toMatchObject({ captured: 1_000, refunded: 0 })
})

test('revoked by the consumer at the provider: the webhook reports it, nothing more can be charged', async () => {
  const agreement = await givenActiveAgreement(world)
  await control(world, `agreements/${agreement.providerReference}/revoke`, { by: 'CONSUMER' })
  await agreementIs(world, agreement.id, 'REVOKED_BY_CONSUMER')
  const refused = await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id })
  expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_STATE', status: 'REVOKED_BY_CONSUMER' } })
})

test('a revocation that was given up is queried again when it is requested again', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropBeforeEffect: 1, dropWebhook: 1 })
  const asked = mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
  expect(asked.revocation.status).toBe('UNKNOWN')
  await world.database.pool.query(
    `UPDATE provider_requests SET next_status_query_at = NULL, first_sent_at = first_sent_at - interval '4 days', status_queries = 20
     WHERE revocation_id = $1`,
    [asked.revocation.id],
  )
  await control(world, 'reset', {})
  await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id })
  await until('it to be revoked', async () => {
    aheadMs += 1_000
    await recoverDue(world.deps)
    return (await read(agreement.id))?.status === 'REVOKED_BY_MERCHANT'
  })
  aheadMs = 0
  expect((await ledger(world)).agreements.find(({ id }) => id === agreement.providerReference)?.status).toBe(
    'REVOKED_BY_MERCHANT',
  )
})

test('revoked while the provider accepts nothing: the first charge is not made, and its failure says so', async () => {
  await control(world, 'limits', { provider: 'PPRO', perSecond: 0.001 })
  const consumer = await givenConsumer(world)
  const quick = { ...world.deps, settings: { ...world.deps.settings, answerWaitMs: 1 } }
  for (let count = 0; count < 3; count++)
    await fetch(`${world.sandbox.url}/ppro/v1/payment-agreements`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${account.apiKey}`,
        'merchant-id': account.merchantId,
        'content-type': 'application/json',
      },
      body: '{}',
    })
  const { agreement } = mustSucceed(
    await agreementCreate(quick, world.caller, {
      idempotencyKey: key(),
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: consumer.id,
      returnUrl: 'https://shop.example/done',
      initialCharge: { amount: { value: 1_000n, currency: 'USD' } },
    }),
  )
  expect(agreement.status).toBe('INITIALIZING')
  await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id })
  await world.quiet()
  await control(world, 'reset', {})
  const charge = await findCharge(world.database, world.caller.tenant, await initialChargeOf(world, agreement.id))
  expect(charge).toMatchObject({ status: 'FAILED', failure: { kind: 'CANCELED', code: 'AGREEMENT_REVOKED' } })
  expect(await read(agreement.id)).toMatchObject({ status: 'FAILED', failure: { kind: 'CANCELED' } })
})
