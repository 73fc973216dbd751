import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { agreementCreate } from '../../../src/operations/agreement/create.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeSync } from '../../../src/operations/charge/sync.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import { recoverDue } from '../../support/world/jobs.ts'
import {
  agreementIs,
  charge,
  control,
  decide,
  givenActiveAgreement,
  givenConsumer,
  initialChargeOf,
  key,
  ledger,
  mustSucceed,
  statuses,
  usd,
} from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ providerDeadlineMs: 1_000, absenceMs: 300 })
})
afterEach(() => control(world, 'reset', {}))
afterAll(() => world.close())

const faults = (rates: Record<string, number>) => control(world, 'faults', { provider: 'PPRO', seed: 1, rates })
const ofAgreement = async (reference: string | null) =>
  (await ledger(world)).charges.filter(({ agreementId }) => agreementId === reference)
const settledCharge = (id: string) =>
  until('the charge to be settled', async () => {
    await recoverDue(world.deps)
    const row = await findCharge(world.database, world.caller.tenant, id)
    return row && !['PROCESSING', 'UNKNOWN'].includes(row.status) && row
  })

test('webhooks before the response, twice and out of order: the same final state, each status once in the log (scenario 11)', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ webhookBeforeAnswer: 1, duplicateWebhook: 1, reorderWebhook: 1 })
  const paid = await charge(world, agreement.id, 1_500n)
  await settledCharge(paid.id)
  await until('all webhooks', async () => {
    const { rows } = await world.database.pool.query(
      `SELECT count(*)::int AS n FROM provider_events WHERE subject_id = $1 AND status = 'PROCESSED'`,
      [paid.id],
    )
    return (rows[0] as { n: number }).n === 3
  })
  expect(await statuses(world, paid.id)).toEqual(['PROCESSING', 'AUTHORIZED', 'CAPTURED'])
  expect(await ofAgreement(agreement.providerReference)).toMatchObject([{ amount: 1_500, captured: 1_500 }])
})

test.each([
  ['(scenario 1) the connection is cut after the charge was made', 'dropAfterEffect'],
  ['(scenario 9) 500 after the charge was made', 'error500AfterEffect'],
  ['(scenario 9) a response that cannot be read', 'malformedAnswer'],
])('%s: UNKNOWN, then queried, then CAPTURED; one charge in the ledger', async (_name, fault) => {
  const agreement = await givenActiveAgreement(world)
  await faults({ [fault]: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_100n)
  expect(lost.status).toBe('UNKNOWN')
  await faults({ dropWebhook: 1 })
  const found = await settledCharge(lost.id)
  expect(found.status).toBe('CAPTURED')
  expect(await statuses(world, lost.id)).toEqual(['PROCESSING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED'])
  expect(await ofAgreement(agreement.providerReference)).toMatchObject([{ amount: 1_100, captured: 1_100 }])
})

test('a request that never arrived: absence is believed after two status queries, then the same provider request is sent again (scenario 10)', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropBeforeEffect: 1, dropWebhook: 1 })
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(1_300n) }
  const { charge: lost } = mustSucceed(await chargeCreate(world.deps, world.caller, input))
  expect(lost.status).toBe('UNKNOWN')
  expect(await ofAgreement(agreement.providerReference)).toEqual([])
  await faults({ dropWebhook: 1 })
  const found = await settledCharge(lost.id)
  expect(found.status).toBe('CAPTURED')
  const entries = await ofAgreement(agreement.providerReference)
  expect(entries).toHaveLength(1)
  const { rows } = await world.database.pool.query('SELECT id FROM provider_requests WHERE charge_id = $1', [lost.id])
  expect(entries[0]?.reference).toBe((rows[0] as { id: string }).id)
  expect(rows).toHaveLength(1)
})

test('a second charge with its own key goes through while the first is UNKNOWN; a retry of it does not', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  await faults({ dropWebhook: 1 })
  const retry = await chargeCreate(world.deps, world.caller, {
    idempotencyKey: key(),
    agreementId: agreement.id,
    amount: usd(1_000n),
    retryOf: lost.id,
  })
  expect(retry).toMatchObject({ ok: false, error: { code: 'INVALID_STATE', status: 'UNKNOWN' } })
  expect(await ofAgreement(agreement.providerReference)).toHaveLength(1)
  expect((await charge(world, agreement.id, 1_000n)).status).toBe('CAPTURED')
  await settledCharge(lost.id)
  expect(await ofAgreement(agreement.providerReference)).toHaveLength(2)
})

test('chargeSync sends a status query at once', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  await faults({ dropWebhook: 1 })
  const synced = mustSucceed(await chargeSync(world.deps, world.caller, { chargeId: lost.id }))
  expect(synced).toMatchObject({ changed: true, charge: { status: 'CAPTURED' } })
  const again = mustSucceed(await chargeSync(world.deps, world.caller, { chargeId: lost.id }))
  expect(again).toMatchObject({ changed: false, charge: { version: synced.charge.version } })
})

test('the response to agreementCreate is lost: found by the initial charge’s reference, then it continues normally (scenario 1)', async () => {
  const consumer = await givenConsumer(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const { agreement: lost } = mustSucceed(
    await agreementCreate(world.deps, world.caller, {
      idempotencyKey: key(),
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: consumer.id,
      returnUrl: 'https://shop.example/done',
      initialCharge: { amount: usd(2_000n) },
    }),
  )
  expect(lost.status).toBe('INITIALIZING')
  const initial = await initialChargeOf(world, lost.id)
  expect(await findCharge(world.database, world.caller.tenant, initial)).toMatchObject({ status: 'UNKNOWN' })
  await control(world, 'reset', {})
  const found = await until('the agreement to be found', async () => {
    await recoverDue(world.deps)
    const row = await findAgreement(world.database, world.caller.tenant, lost.id)
    return row?.status === 'AUTHENTICATION_PENDING' && row
  })
  await decide(found, 'approve')
  await agreementIs(world, lost.id, 'ACTIVE')
  await until(
    'the charge',
    async () => (await findCharge(world.database, world.caller.tenant, initial))?.status === 'CAPTURED',
  )
  expect(await ofAgreement(found.providerReference)).toMatchObject([{ amount: 2_000, captured: 2_000 }])
})

test('a provider that certainly does nothing (429): the same provider request is sent again until it is accepted', async () => {
  const agreement = await givenActiveAgreement(world)
  await control(world, 'limits', { provider: 'PPRO', perSecond: 5 })
  const made = await Promise.all(Array.from({ length: 12 }, () => charge(world, agreement.id, 600n)))
  expect(new Set(made.map(({ status }) => status))).toEqual(new Set(['CAPTURED']))
  expect(await ofAgreement(agreement.providerReference)).toHaveLength(12)
})
