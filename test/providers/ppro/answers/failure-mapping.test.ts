import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDiscard, isRetryable } from '../../../../src/domain/decline/failure.ts'
import { TAXONOMY_VERSION } from '../../../../src/domain/decline/taxonomy.ts'
import { failureCodes } from '../../../../src/providers/ppro/answers/failure-codes.ts'
import { discards, mapFailure } from '../../../../src/providers/ppro/answers/failure-mapping.ts'

/** The complete list that PPRO publishes. */
const published: Readonly<Record<string, string>> = {
  INTERNAL_DECLINE: `AGREEMENT_INACTIVE AGREEMENT_REVOKED AMOUNT_NOT_SUPPORTED BLOCKED_ACCOUNT BLOCKED_BIN BLOCKED_EMAIL BLOCKED_IP
    CANCELED_BY_CONSUMER CHARGEBACK_DETECTED COUNTRY_NOT_SUPPORTED EXCEEDS_AUTHORIZED_AMOUNT EXCEEDS_CAPTURED_AMOUNT
    EXCEEDS_REFUND_LIMIT EXCEEDS_REFUNDABLE_AMOUNT GENERIC_DECLINE HIGH_ACCOUNT_VELOCITY HIGH_BIN_VELOCITY HIGH_EMAIL_VELOCITY
    HIGH_IP_VELOCITY INSTRUMENT_NOT_FOUND INTERNAL_PROCESSING_ERROR INVALID_ACCOUNT INVALID_AMOUNT INVALID_AUTHENTICATION_SETTINGS
    INVALID_COUNTRY INVALID_CURRENCY INVALID_INPUT_DATA INVALID_IP INVALID_MANDATE_ID INVALID_PAYMENT_METHOD INVALID_TAX_ID
    MISSING_IBAN NO_AUTHORIZED_AMOUNT NO_CAPTURED_AMOUNT PAYMENT_METHOD_TIMEOUT SIMULTANEOUS_OPERATION_IN_PROGRESS`,
  INTERNAL_ERROR: 'INTERNAL_SERVICE_UNAVAILABLE INTERNAL_PROCESSING_ERROR',
  PROVIDER_DECLINE: `ACCOUNT_NOT_SUPPORTED AMOUNT_NOT_SUPPORTED AUTHENTICATION_FAILED BLOCKED_ACCOUNT CANCELED_BY_CONSUMER
    CARD_CLOSED_OR_INVALID COUNTRY_NOT_SUPPORTED CURRENCY_NOT_SUPPORTED DUPLICATE_DETECTED EXCEEDS_REFUNDABLE_AMOUNT EXPIRED_CARD
    EXPIRED_SESSION FORMAT_ERROR GENERIC_DECLINE INCORRECT_BILLING_ADDRESS INCORRECT_CVV INCORRECT_HOLDER_NAME INCORRECT_ISSUER
    INCORRECT_NUMBER INCORRECT_TAX_ID INSUFFICIENT_FUNDS INVALID_MERCHANT IS_EXCEEDING_ACCOUNT_LIMIT IS_GENERIC_DECLINE
    IS_HIGH_VELOCITY IS_NOT_PERMITTED REFUND_BLOCKED_TEMPORARILY REFUND_NOT_SUPPORTED REFUND_PERIOD_EXPIRED TRANSACTION_DISPUTED
    RETRY_REFUND_LATER SUS_FRAUD SUS_LOST SUS_STOLEN UNKNOWN`,
  PROVIDER_ERROR: 'UNRESPONSIVE_ISSUER UNRESPONSIVE_PROVIDER PROVIDER_PROCESSING_ERROR',
}
const pairs = Object.entries(published).flatMap(([failureType, codes]) =>
  codes.split(/\s+/).map(failureCode => ({ failureType, failureCode })),
)

test('the table holds exactly what PPRO publishes (scenario 21)', () => {
  const listed = Object.entries(failureCodes).flatMap(([failureType, rows]) =>
    Object.keys(rows).map(failureCode => `${failureType}/${failureCode}`),
  )
  expect(listed.sort()).toEqual(pairs.map(({ failureType, failureCode }) => `${failureType}/${failureCode}`).sort())
  expect(pairs).toHaveLength(76)
})

test.each(pairs)('$failureType/$failureCode is known, and settled unless PPRO reconciles it', pair => {
  const mapped = mapFailure(pair)
  expect(mapped.note).toBeUndefined()
  expect(mapped.failure.providerCode).toBe(pair.failureCode)
  expect(mapped.failure.message).toMatch(/\.$/)
  expect(mapped.settled).toBe(pair.failureType !== 'INTERNAL_ERROR')
})

test('exactly these may be tried again later, unchanged', () => {
  const retryable = pairs.filter(pair => isRetryable(mapFailure(pair).failure)).map(pair => pair.failureCode)
  expect([...new Set(retryable)].sort()).toEqual([
    'GENERIC_DECLINE',
    'HIGH_ACCOUNT_VELOCITY',
    'HIGH_BIN_VELOCITY',
    'HIGH_EMAIL_VELOCITY',
    'HIGH_IP_VELOCITY',
    'INSUFFICIENT_FUNDS',
    'INTERNAL_PROCESSING_ERROR',
    'IS_EXCEEDING_ACCOUNT_LIMIT',
    'IS_GENERIC_DECLINE',
    'IS_HIGH_VELOCITY',
    'PAYMENT_METHOD_TIMEOUT',
    'REFUND_BLOCKED_TEMPORARILY',
    'RETRY_REFUND_LATER',
    'SIMULTANEOUS_OPERATION_IN_PROGRESS',
    'UNRESPONSIVE_ISSUER',
    'UNRESPONSIVE_PROVIDER',
  ])
})

test.each([
  ['SUS_FRAUD', 'FRAUD_SUSPECTED', 'SUSPECTED_FRAUD', 'DO_NOT_RETRY'],
  ['SUS_LOST', 'FRAUD_SUSPECTED', 'LOST_CARD', 'DO_NOT_RETRY'],
  ['SUS_STOLEN', 'FRAUD_SUSPECTED', 'STOLEN_CARD', 'DO_NOT_RETRY'],
  ['EXPIRED_CARD', 'HARD_DECLINE', 'EXPIRED_CARD', 'UPDATE_PAYMENT_METHOD'],
  ['CANCELED_BY_CONSUMER', 'CANCELED', 'CANCELED_BY_CONSUMER', 'DO_NOT_RETRY'],
  ['INSUFFICIENT_FUNDS', 'SOFT_DECLINE', 'INSUFFICIENT_FUNDS', 'RETRY_LATER'],
  ['IS_GENERIC_DECLINE', 'SOFT_DECLINE', 'GENERIC_DECLINE', 'RETRY_LATER'],
  ['AUTHENTICATION_FAILED', 'AUTHENTICATION_FAILED', 'AUTHENTICATION_FAILED', 'AUTHENTICATE_CONSUMER'],
  ['AGREEMENT_REVOKED', 'HARD_DECLINE', 'AGREEMENT_REVOKED', 'NEW_AGREEMENT'],
] as const)('%s reads %s, %s, %s, whichever type it comes with', (failureCode, kind, code, advice) => {
  for (const failureType of ['PROVIDER_DECLINE', 'INTERNAL_DECLINE', undefined]) {
    expect(mapFailure({ failureType, failureCode }).failure).toMatchObject({ kind, code, advice })
  }
})

describe('the answer itself goes before the table', () => {
  const soft = { failureType: 'PROVIDER_DECLINE', failureCode: 'INSUFFICIENT_FUNDS' }

  test.each([
    ['isRetryable false', { isRetryable: false }],
    ['Mastercard advice 03', { additionalData: { merchantAdviceCode: '03' } }],
    ['Mastercard advice 21', { additionalData: { merchantAdviceCode: '21' } }],
    ['Mastercard advice 3, as a number', { additionalData: { merchantAdviceCode: 3 } }],
  ])('%s: never again', (_name, extra) => {
    expect(mapFailure({ ...soft, ...extra }).failure).toMatchObject({
      kind: 'HARD_DECLINE',
      code: 'INSUFFICIENT_FUNDS',
      advice: 'DO_NOT_RETRY',
    })
  })

  test.each([
    ['isRetryable true', { isRetryable: true }],
    ['Mastercard advice 01', { additionalData: { merchantAdviceCode: '01' } }],
    ['no flag', {}],
  ])('%s: as the table says', (_name, extra) => {
    expect(mapFailure({ ...soft, ...extra }).failure).toMatchObject({ kind: 'SOFT_DECLINE', advice: 'RETRY_LATER' })
    expect(mapFailure({ failureCode: 'EXPIRED_CARD', ...extra }).failure.advice).toBe('UPDATE_PAYMENT_METHOD')
  })

  test('a better advice than "later" stays', () => {
    expect(mapFailure({ failureCode: 'EXPIRED_CARD', isRetryable: false }).failure.advice).toBe('UPDATE_PAYMENT_METHOD')
  })

  test('no combination that PPRO forbids to retry comes out retryable (scenario 21)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.constantFrom({ isRetryable: false }, { additionalData: { merchantAdviceCode: '21' } }),
        (pair, flag) => {
          expect(isRetryable(mapFailure({ ...pair, ...flag }).failure)).toBe(false)
        },
      ),
    )
  })
})

describe('codes that no table knows', () => {
  test('are soft, keep their word, and are noted (scenario 21)', () => {
    expect(mapFailure({ failureType: 'PROVIDER_DECLINE', failureCode: 'BRAND_NEW' })).toEqual({
      failure: {
        kind: 'SOFT_DECLINE',
        code: 'BRAND_NEW',
        advice: 'RETRY_LATER',
        message: 'The payment was declined with an unknown reason code.',
        providerCode: 'BRAND_NEW',
        taxonomyVersion: TAXONOMY_VERSION,
        unlisted: true,
      },
      settled: true,
      note: 'unmapped failure code BRAND_NEW',
    })
  })

  test.each(['constructor', '__proto__', 'toString', 'an <odd> one'])('%s is not a word to be shown', failureCode => {
    expect(mapFailure({ failureType: 'PROVIDER_DECLINE', failureCode })).toMatchObject({
      failure: { code: 'GENERIC_DECLINE', kind: 'SOFT_DECLINE', providerCode: failureCode },
      note: 'unmapped failure code (no readable word)',
    })
  })

  test('a failure that is missing', () => {
    expect(mapFailure(undefined)).toMatchObject({
      failure: { code: 'GENERIC_DECLINE' },
      settled: true,
      note: 'unmapped failure code (no readable word)',
    })
  })

  test.each(['INTERNAL_SERVICE_UNAVAILABLE', 'INTERNAL_PROCESSING_ERROR'])('%s without a type is not settled', code => {
    expect(mapFailure({ failureCode: code })).toMatchObject({ settled: false, failure: { code } })
  })

  test('of type INTERNAL_ERROR are not settled either', () => {
    expect(mapFailure({ failureType: 'INTERNAL_ERROR', failureCode: 'BRAND_NEW' }).settled).toBe(false)
  })
})

test("PPRO's own words stand beside ours, its provider's code behind its message", () => {
  const base = { failureType: 'PROVIDER_DECLINE', failureCode: 'SUS_LOST' }
  const messageOf = (extra: object) => mapFailure({ ...base, ...extra }).failure.providerMessage
  expect(messageOf({ failureMessage: 'Pick up', providerFailureCode: '41' })).toBe('Pick up (41)')
  expect(messageOf({ failureMessage: 'Pick up' })).toBe('Pick up')
  expect(messageOf({ providerFailureCode: '41' })).toBe('(41)')
  expect(messageOf({})).toBeUndefined()
  expect(messageOf({ failureMessage: 'x'.repeat(5_000) })).toHaveLength(500)
})

test('the ends without a decision are the ones that the domain knows', () => {
  expect(Object.values(discards).map(failure => [failure.code, failure.kind, isDiscard(failure)])).toEqual([
    ['AUTHENTICATION_TIMEOUT', 'EXPIRED', true],
    ['CONFIRMATION_TIMEOUT', 'EXPIRED', true],
    ['DISCARDED_BY_MERCHANT', 'CANCELED', true],
  ])
})

test('a code that is too long is cut between two characters', () => {
  const failureCode = `${'X'.repeat(499)}😀😀`
  expect(mapFailure({ failureType: 'PROVIDER_DECLINE', failureCode }).failure.providerCode).toBe(`${'X'.repeat(499)}😀`)
})
