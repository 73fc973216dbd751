import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { agreementCreate } from '../../../src/operations/agreement/create.ts'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { chargeVoid } from '../../../src/operations/charge/void.ts'
import type { AgreementCreateInput } from '../../../src/operations/command/inputs.ts'
import { consumerCreate } from '../../../src/operations/consumer/create.ts'
import { consumerUpdate } from '../../../src/operations/consumer/update.ts'
import { holderOfAgreement } from '../../../src/store/consumer/data-keys.ts'
import { findProviderRequest, sentReferenceOf } from '../../../src/store/provider-request/find.ts'
import { openRequest } from '../../../src/store/provider-request/repository.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import { aed, consumerGoes, givenActiveCard, givenCardAgreement } from '../../support/world/card.ts'
import { cards } from '../../support/world/consumer.ts'
import { recoverDue } from '../../support/world/jobs.ts'
import {
  agreementIs,
  charge,
  control,
  givenActiveAgreement,
  initialChargeOf,
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
afterEach(async () => {
  aheadMs = 0
  await control(world, 'reset', {})
})
afterAll(() => world.close())

/** A consumer whose removable data is all removed, and who lives in another country. */
const cleared = {
  ...{ name: null, email: null, phone: null, locale: null, birthDate: null, taxId: null, billingAddress: null },
  country: 'DE',
}
const money = (value: bigint, currency: string) => ({ value, currency })
const chargeRow = async (id: string) => {
  const row = await findCharge(world.database, world.caller.tenant, id)
  if (row === undefined) throw new Error('no charge')
  return row
}
const orderOf = async (chargeId: string) => {
  const { providerReference } = await chargeRow(chargeId)
  return (await ledger(world)).charges.find(({ id }) => id === providerReference)
}
const counted = async () => {
  const found = await world.database.pool.query(
    'SELECT (SELECT count(*) FROM charges)::int AS charges, (SELECT count(*) FROM agreements)::int AS agreements, (SELECT count(*) FROM provider_requests)::int AS "providerRequests"',
  )
  return found.rows[0] as { charges: number; agreements: number; providerRequests: number }
}

describe('later charges', () => {
  test('are recurring purchases on the stored card; two partial refunds return the whole amount', async () => {
    const agreement = await givenActiveCard(world)
    const paid = await charge(world, agreement.id, 0n, { amount: aed(2_500n) })
    expect(paid.status).toBe('CAPTURED')
    const first = mustSucceed(
      await chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: paid.id, amount: aed(1_000n) }),
    )
    expect(first.charge.status).toBe('PARTIALLY_REFUNDED')
    const second = mustSucceed(
      await chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: paid.id, amount: null }),
    )
    expect(second.charge.status).toBe('REFUNDED')
    expect(await orderOf(paid.id)).toMatchObject({ status: 'CAPTURED', captured: 2_500, refunded: 2_500 })
  })

  test.each([
    ['is cleared', { email: null }, 'john@example.com'],
    ['has a character that APS does not accept', { email: "o'brien@example.com" }, 'john@example.com'],
    ['has other letters', { email: 'müller@example.com' }, 'john@example.com'],
    ['is one that APS accepts', { email: 'new@example.com' }, 'new@example.com'],
    ['is removed with all data that can be removed', cleared, 'john@example.com'],
  ])('continue if the consumer’s e-mail address %s', async (_, input, told) => {
    const agreement = await givenActiveCard(world)
    mustSucceed(await consumerUpdate(world.deps, world.caller, { consumerId: agreement.consumerId, ...input }))
    const paid = await charge(world, agreement.id, 0n, { amount: aed(500n) })
    expect(paid.status).toBe('CAPTURED')
    expect(await orderOf(paid.id)).toMatchObject({ status: 'CAPTURED', captured: 500 })
    const reference = await sentReferenceOf(world.database, world.caller.tenant, paid.id)
    const providerRequest = await findProviderRequest(world.database, String(reference))
    const consumer = await holderOfAgreement(world.database, agreement.id)
    const request = providerRequest && openRequest(world.deps.vault, consumer, providerRequest)
    const { customer_email } = JSON.parse(request?.body ?? '{}')
    expect(customer_email).toBe(told)
  })

  test('continue at PPRO too if all the consumer’s data that can be removed is removed', async () => {
    const agreement = await givenActiveAgreement(world)
    mustSucceed(await consumerUpdate(world.deps, world.caller, { consumerId: agreement.consumerId, ...cleared }))
    const paid = await charge(world, agreement.id, 500n)
    expect(paid.status).toBe('CAPTURED')
    expect(await orderOf(paid.id)).toMatchObject({ status: 'CAPTURED', captured: 500 })
  })

  test.each([
    [300_001n, 'GENERIC_DECLINE', 'SOFT_DECLINE'],
    [300_002n, 'INSUFFICIENT_FUNDS', 'SOFT_DECLINE'],
  ])('of %s are declined as %s', async (value, code, kind) => {
    const agreement = await givenActiveCard(world)
    const declined = await charge(world, agreement.id, 0n, { amount: aed(value) })
    expect(declined).toMatchObject({ status: 'FAILED', failure: { code, kind } })
    expect(await orderOf(declined.id)).toMatchObject({ status: 'FAILED', captured: 0 })
  })

  test('end with the agreement: the token is deactivated at APS', async () => {
    const agreement = await givenActiveCard(world)
    const revoked = mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
    expect(revoked).toMatchObject({ agreement: { status: 'REVOKED_BY_MERCHANT' }, revocation: { status: 'SUCCEEDED' } })
    const { agreements } = await ledger(world)
    expect(agreements.find(({ id }) => id === agreement.providerReference)?.status).toBe('REVOKED_BY_MERCHANT')
  })

  test('are declined permanently if APS itself has deactivated the token', async () => {
    const agreement = await givenActiveCard(world)
    await control(world, `agreements/${agreement.providerReference}/revoke`, { by: 'PROVIDER' })
    const declined = await charge(world, agreement.id, 0n, { amount: aed(500n) })
    expect(declined).toMatchObject({
      status: 'FAILED',
      failure: { kind: 'HARD_DECLINE', advice: 'UPDATE_PAYMENT_METHOD' },
    })
  })

  test('a revocation whose response was lost is sent again, and takes effect once', async () => {
    const agreement = await givenActiveCard(world)
    await control(world, 'faults', { provider: 'APS', seed: 3, rates: { dropAfterEffect: 1 } })
    const asked = mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
    expect(asked.revocation.status).toBe('UNKNOWN')
    await control(world, 'reset', {})
    await until('REVOKED_BY_MERCHANT', async () => {
      aheadMs += 2_000
      await recoverDue(world.deps)
      return (await agreementIs(world, agreement.id, 'REVOKED_BY_MERCHANT')) !== undefined
    })
  })
})

describe('amounts', () => {
  test.each([
    ['AED', 1_050n],
    ['JPY', 500n],
    ['KWD', 3_475n],
  ])('of %s go over the wire unchanged: %s', async (currency, value) => {
    const agreement = await givenActiveCard(
      world,
      { initialCharge: { amount: money(value, currency) } },
      { card: cards.mastercard },
    )
    const first = await orderOf(await initialChargeOf(world, agreement.id))
    expect(first).toMatchObject({ amount: Number(value), currency, captured: Number(value) })
    const later = await charge(world, agreement.id, 0n, { amount: money(value, currency) })
    expect(await orderOf(later.id)).toMatchObject({ amount: Number(value), currency, captured: Number(value) })
  })

  test('KWD on a VISA card ends in zero: a first charge that does not FAILS, and the message suggests an amount', async () => {
    const agreement = await givenCardAgreement(world, { initialCharge: { amount: money(3_475n, 'KWD') } })
    await consumerGoes(world, agreement, { card: cards.visa })
    const failed = await agreementIs(world, agreement.id, 'FAILED')
    const row = await chargeRow(await initialChargeOf(world, agreement.id))
    expect(row.status).toBe('FAILED')
    for (const { failure } of [failed, row]) {
      expect(failure).toMatchObject({ kind: 'INVALID_REQUEST', code: 'AMOUNT_UNSUPPORTED', advice: 'FIX_REQUEST' })
      expect(failure?.message).toContain('3.480 KWD')
    }
    const { charges } = await ledger(world)
    expect(charges.filter(({ currency, amount }) => currency === 'KWD' && amount === 3_480)).toEqual([])
  })

  test('KWD on a VISA card: a later charge is refused with a suggested amount, before anything is recorded', async () => {
    const agreement = await givenActiveCard(world, { initialCharge: { amount: money(3_480n, 'KWD') } })
    const before = await counted()
    for (const [asked, suggested] of [
      [3_475n, 3_480n],
      [3_474n, 3_470n],
      [4n, 10n],
    ] as const)
      expect(
        await chargeCreate(world.deps, world.caller, {
          idempotencyKey: key(),
          agreementId: agreement.id,
          amount: money(asked, 'KWD'),
        }),
      ).toMatchObject({
        ok: false,
        error: { code: 'AMOUNT_UNSUPPORTED', suggestion: { value: suggested, currency: 'KWD' } },
      })
    expect(await counted()).toEqual(before)
  })

  test('of more than ten digits are refused', async () => {
    const agreement = await givenActiveCard(world)
    const amount = aed(10_000_000_000n)
    expect(
      await chargeCreate(world.deps, world.caller, { idempotencyKey: key(), agreementId: agreement.id, amount }),
    ).toMatchObject({ ok: false, error: { code: 'AMOUNT_UNSUPPORTED', suggestion: { value: 9_999_999_999n } } })
  })
})

describe('what APS cannot do is refused before anything is recorded', () => {
  const create = async (input: Partial<AgreementCreateInput>, email: string | null = 'ada@example.com') => {
    const consumer = mustSucceed(
      await consumerCreate(world.deps, world.caller, { idempotencyKey: key(), country: 'AE', name: 'Ada', email }),
    ).consumer
    const before = await counted()
    const result = await agreementCreate(world.deps, world.caller, {
      idempotencyKey: key(),
      provider: 'APS',
      paymentMethod: 'CARD',
      consumerId: consumer.id,
      returnUrl: 'https://shop.example/done',
      initialCharge: { amount: aed(1_000n) },
      ...input,
    })
    expect(await counted()).toEqual(before)
    return result.ok ? result : result.error
  }

  test('an agreement without a first charge, without an e-mail address, without a return URL: all issues are reported at once', async () => {
    expect(await create({ initialCharge: null, returnUrl: null }, null)).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [
        { path: ['consumerId', 'email'], code: 'REQUIRED' },
        { path: ['returnUrl'], code: 'REQUIRED' },
        { path: ['initialCharge'], code: 'REQUIRED' },
      ],
    })
  })

  test('a payment method that APS does not have', async () => {
    expect(await create({ paymentMethod: 'AMAZON_PAY' })).toMatchObject({
      code: 'UNSUPPORTED_BY_PROVIDER',
      capability: 'paymentMethod',
    })
  })

  test('manual capture of mada’s first charge', async () => {
    const amount = money(1_000n, 'SAR')
    expect(await create({ paymentMethod: 'MADA', initialCharge: { amount, captureMode: 'MANUAL' } })).toMatchObject({
      code: 'UNSUPPORTED_BY_PROVIDER',
    })
  })

  test('later charges with manual capture, or started by the consumer', async () => {
    const agreement = await givenActiveCard(world)
    const before = await counted()
    const ask = async (input: object) => {
      const result = await chargeCreate(world.deps, world.caller, {
        idempotencyKey: key(),
        agreementId: agreement.id,
        amount: aed(500n),
        ...input,
      })
      return result.ok ? result : result.error
    }
    expect(await ask({ captureMode: 'MANUAL' })).toMatchObject({ capability: 'separateCapture' })
    expect(await ask({ initiator: 'CONSUMER', returnUrl: 'https://shop.example' })).toMatchObject({
      capability: 'consumerInitiatedCharges',
    })
    expect(await counted()).toEqual(before)
  })
})

describe('captures and voids of a first charge', () => {
  const authorized = async () => {
    const agreement = await givenActiveCard(world, { initialCharge: { amount: aed(10_000n), captureMode: 'MANUAL' } })
    return initialChargeOf(world, agreement.id)
  }
  const capture = async (chargeId: string, value: bigint) =>
    mustSucceed(await chargeCapture(world.deps, world.caller, { idempotencyKey: key(), chargeId, amount: aed(value) }))

  test('in parts; the rest cannot be voided, because APS voids only the whole amount', async () => {
    const chargeId = await authorized()
    expect((await capture(chargeId, 4_000n)).charge.status).toBe('PARTIALLY_CAPTURED')
    expect(await chargeVoid(world.deps, world.caller, { idempotencyKey: key(), chargeId })).toMatchObject({
      ok: false,
      error: { code: 'UNSUPPORTED_BY_PROVIDER', capability: 'voids' },
    })
    expect((await capture(chargeId, 6_000n)).charge.status).toBe('CAPTURED')
    expect(await orderOf(chargeId)).toMatchObject({ captured: 10_000, voided: 0 })
  })

  test('the whole amount is voided', async () => {
    const chargeId = await authorized()
    const voided = mustSucceed(await chargeVoid(world.deps, world.caller, { idempotencyKey: key(), chargeId }))
    expect(voided.charge.status).toBe('VOIDED')
    expect(await orderOf(chargeId)).toMatchObject({ status: 'VOIDED', captured: 0, voided: 10_000 })
  })

  test('the lost response to one of two equal captures is found from the total (scenario 1)', async () => {
    const chargeId = await authorized()
    await capture(chargeId, 4_000n)
    await control(world, 'faults', { provider: 'APS', seed: 5, rates: { dropAfterEffect: 1, dropWebhook: 1 } })
    expect((await capture(chargeId, 4_000n)).operation.status).toBe('UNKNOWN')
    await control(world, 'reset', {})
    await until('both captured', async () => {
      aheadMs += 2_000
      await recoverDue(world.deps)
      const found = await world.database.pool.query(
        `SELECT status FROM charge_operations WHERE charge_id = $1 AND kind = 'CAPTURE'`,
        [chargeId],
      )
      return found.rows.every(({ status }) => status === 'SUCCEEDED')
    })
    expect(await orderOf(chargeId)).toMatchObject({ captured: 8_000 })
  })

  test('one of two equal captures never arrived: it is not sent again, and fails; the other remains', async () => {
    const chargeId = await authorized()
    await capture(chargeId, 3_000n)
    await control(world, 'faults', { provider: 'APS', seed: 5, rates: { dropBeforeEffect: 1 } })
    const lost = await capture(chargeId, 3_000n)
    expect(lost.operation.status).toBe('UNKNOWN')
    await control(world, 'reset', {})
    const failed = await until('it has failed', async () => {
      aheadMs += 1_000
      await recoverDue(world.deps)
      const found = await world.database.pool.query(`SELECT status, failure FROM charge_operations WHERE id = $1`, [
        lost.operation.id,
      ])
      return found.rows[0]?.status === 'FAILED' && found.rows[0]
    })
    expect(failed.failure).toMatchObject({ code: 'NEVER_ARRIVED', advice: 'RETRY_LATER' })
    expect(await orderOf(chargeId)).toMatchObject({ captured: 3_000 })
  })

  test('a lost capture of the rest is sent again: a second one would exceed the amount', async () => {
    const chargeId = await authorized()
    await capture(chargeId, 3_000n)
    await control(world, 'faults', { provider: 'APS', seed: 5, rates: { dropBeforeEffect: 1 } })
    expect((await capture(chargeId, 7_000n)).operation.status).toBe('UNKNOWN')
    await control(world, 'reset', {})
    await until('CAPTURED', async () => {
      aheadMs += 1_000
      await recoverDue(world.deps)
      return (await chargeRow(chargeId)).status === 'CAPTURED'
    })
    expect(await orderOf(chargeId)).toMatchObject({ captured: 10_000 })
  })
})
