import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreementCreate } from '../../../src/operations/agreement/create.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { consumerCreate } from '../../../src/operations/consumer/create.ts'
import { lockNumber, sweepKeys } from '../../../src/store/idempotency-key.ts'
import { statement } from '../../../src/store/sql/database.ts'
import {
  charge,
  givenActiveAgreement,
  givenConsumer,
  key,
  ledger,
  mustSucceed,
  usd,
} from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const chargesOf = async (agreementId: string) => {
  const { rows } = await world.database.pool.query('SELECT id FROM charges WHERE agreement_id = $1', [agreementId])
  return rows.length
}

test('the same key and arguments again: the same charge in its current state, replayed', async () => {
  const agreement = await givenActiveAgreement(world)
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(700n), description: null }
  const first = mustSucceed(await chargeCreate(world.deps, world.caller, input))
  await chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: first.charge.id, amount: usd(200n) })
  const { description: _, ...leftOut } = input
  const again = mustSucceed(await chargeCreate(world.deps, world.caller, leftOut))
  expect(first.replayed).toBe(false)
  expect(again.replayed).toBe(true)
  expect(again.charge).toMatchObject({ id: first.charge.id, status: 'PARTIALLY_REFUNDED' })
  expect(
    (await ledger(world)).charges.filter(({ agreementId }) => agreementId === agreement.providerReference),
  ).toHaveLength(1)
})

test('the same key with another amount is a conflict that names the charge; nothing happens (scenario 7)', async () => {
  const agreement = await givenActiveAgreement(world)
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(700n) }
  const { charge: first } = mustSucceed(await chargeCreate(world.deps, world.caller, input))
  const other = await chargeCreate(world.deps, world.caller, { ...input, amount: usd(701n) })
  expect(other).toMatchObject({ ok: false, error: { code: 'IDEMPOTENCY_CONFLICT', existingId: first.id } })
  expect(await chargesOf(agreement.id)).toBe(1)
  expect(
    (await ledger(world)).charges.filter(({ agreementId }) => agreementId === agreement.providerReference),
  ).toHaveLength(1)
})

test('fifty requests at once with one key are one charge at the provider (scenario 6)', async () => {
  const agreement = await givenActiveAgreement(world)
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(900n) }
  const results = await Promise.all(Array.from({ length: 50 }, () => chargeCreate(world.deps, world.caller, input)))
  const payloads = results.map(result => mustSucceed(result))
  expect(new Set(payloads.map(({ charge: { id } }) => id)).size).toBe(1)
  expect(payloads.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(
    (await ledger(world)).charges.filter(({ agreementId }) => agreementId === agreement.providerReference),
  ).toHaveLength(1)
})

test('a refusal does not bind the key: the same key makes the charge once the input is right', async () => {
  const agreement = await givenActiveAgreement(world)
  const idempotencyKey = key()
  const tooLittle = { idempotencyKey, agreementId: agreement.id, amount: usd(10n) }
  const refused = await chargeCreate(world.deps, world.caller, tooLittle)
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'AMOUNT_UNSUPPORTED', suggestion: { value: 50n, currency: 'USD' } },
  })
  expect(await chargesOf(agreement.id)).toBe(0)
  const made = mustSucceed(await chargeCreate(world.deps, world.caller, { ...tooLittle, amount: usd(50n) }))
  expect(made).toMatchObject({ replayed: false, charge: { status: 'CAPTURED', amount: 50n } })
})

test('two equal refunds under two keys are two refunds; under one key they are one (scenario 6)', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 1_000n)
  const refund = (idempotencyKey: string) =>
    chargeRefund(world.deps, world.caller, { idempotencyKey, chargeId: paid.id, amount: usd(300n) })
  const [one, two] = [key(), key()]
  const results = await Promise.all([refund(one), refund(two), refund(one), refund(two)])
  expect(new Set(results.map(result => mustSucceed(result).operation.id)).size).toBe(2)
  const entry = (await ledger(world)).charges.find(({ id }) => id === paid.providerReference)
  expect(entry?.refunded).toBe(600)
})

test('a key belongs to its merchant (scenario 7)', async () => {
  const stranger = await world.stranger()
  const input = { idempotencyKey: key(), country: 'US', name: 'Jane' }
  const mine = mustSucceed(await consumerCreate(world.deps, world.caller, input))
  const theirs = mustSucceed(await consumerCreate(world.deps, stranger, input))
  expect(theirs.replayed).toBe(false)
  expect(theirs.consumer.id).not.toBe(mine.consumer.id)
})

test('while the transaction that creates the object is open for longer than two seconds: in progress (scenario 6)', async () => {
  const idempotencyKey = key()
  const scope = { tenant: world.caller.tenant, mutation: 'consumerCreate', key: idempotencyKey }
  const input = { idempotencyKey, country: 'US' }
  const refused = await world.database.transaction(
    async sql => {
      await sql.rows(statement('test-open', 'SELECT 1'))
      return consumerCreate(world.deps, world.caller, input)
    },
    { alone: lockNumber(scope) },
  )
  expect(refused).toMatchObject({ ok: false, error: { code: 'IDEMPOTENCY_IN_PROGRESS' } })
  expect(mustSucceed(await consumerCreate(world.deps, world.caller, input)).replayed).toBe(false)
})

test('an expired key is free again, and is deleted', async () => {
  const input = { idempotencyKey: key(), country: 'US' }
  const first = mustSucceed(await consumerCreate(world.deps, world.caller, input)).consumer
  const kept = 'SELECT key FROM idempotency_keys WHERE key = $1'
  await world.database.pool.query('UPDATE idempotency_keys SET expires_at = $2 WHERE key = $1', [
    input.idempotencyKey,
    new Date(),
  ])
  const again = mustSucceed(await consumerCreate(world.deps, world.caller, input))
  expect(again.replayed).toBe(false)
  expect(again.consumer.id).not.toBe(first.id)
  const in29Days = new Date(Date.now() + 29 * 86_400_000)
  await sweepKeys(world.database, in29Days, 1_000)
  expect((await world.database.pool.query(kept, [input.idempotencyKey])).rows).toHaveLength(1)
  await sweepKeys(world.database, new Date(Date.now() + 31 * 86_400_000), 1_000)
  expect((await world.database.pool.query(kept, [input.idempotencyKey])).rows).toEqual([])
})

test('a replay stays a replay when the same request would be refused now', async () => {
  const consumer = await givenConsumer(world)
  const input = {
    idempotencyKey: key(),
    provider: 'PPRO',
    paymentMethod: 'AMAZON_PAY',
    consumerId: consumer.id,
    returnUrl: 'https://shop.example/done',
    endsAt: new Date(Date.now() + 60_000),
  } as const
  const { agreement } = mustSucceed(await agreementCreate(world.deps, world.caller, input))
  const later = { ...world.deps, clock: { now: () => new Date(Date.now() + 120_000) } }
  expect(mustSucceed(await agreementCreate(later, world.caller, input))).toMatchObject({
    replayed: true,
    agreement: { id: agreement.id },
  })
  const fresh = await agreementCreate(later, world.caller, { ...input, idempotencyKey: key() })
  expect(fresh).toMatchObject({
    ok: false,
    error: { code: 'INVALID_INPUT', issues: [{ path: ['endsAt'], code: 'RANGE' }] },
  })
})

test('an omitted argument and its default are the same request', async () => {
  const agreement = await givenActiveAgreement(world)
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(700n) }
  await chargeCreate(world.deps, world.caller, input)
  const said = { ...input, captureMode: 'AUTOMATIC', initiator: 'MERCHANT', reason: 'UNSCHEDULED' } as const
  expect(mustSucceed(await chargeCreate(world.deps, world.caller, said)).replayed).toBe(true)
  const other = await chargeCreate(world.deps, world.caller, { ...said, captureMode: 'MANUAL' })
  expect(other).toMatchObject({ ok: false, error: { code: 'IDEMPOTENCY_CONFLICT' } })
})
