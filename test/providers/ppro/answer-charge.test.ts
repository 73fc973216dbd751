import { describe, expect, test } from 'vitest'
import {
  authorization,
  capture,
  charge,
  createCharge,
  failure,
  internal,
  outcomeOf,
  translate,
} from '../support/ppro-answers.ts'

describe('creating a charge', () => {
  test.each([
    ['CAPTURE_PENDING', { authorizations: [authorization()] }, 'approved'],
    ['CAPTURE_PROCESSING', { authorizations: [authorization()] }, 'approved'],
    ['CAPTURED', { captures: [capture()] }, 'approved'],
    ['AUTHORIZATION_PROCESSING', { authorizations: [] }, 'pending'],
    [
      'AUTHORIZATION_ASYNC',
      { authorizations: [authorization({ status: 'PROVIDER_CONFIRMATION_PENDING' })] },
      'pending',
    ],
    [
      'AUTHENTICATION_PENDING',
      { authorizations: [authorization({ status: 'AUTHENTICATION_PENDING' })] },
      'actionRequired',
    ],
  ])('%s', (status, changes, outcome) => {
    expect(outcomeOf(createCharge, charge(status, changes))).toEqual([outcome, `200, ${status}`])
  })

  test('a captured charge reports both operations under its reference', () => {
    const { answer } = translate(
      createCharge,
      charge('CAPTURED', { captures: [capture({ merchantCaptureReference: null })] }),
    )
    expect(answer).toEqual({
      outcome: 'approved',
      reports: [
        {
          about: 'charge',
          providerReference: 'charge_1',
          sentReference: 'att_1',
          currency: 'USD',
          authenticationMethods: [],
          operations: [
            {
              kind: 'AUTHORIZATION',
              providerReference: 'authz_1',
              sentReference: 'att_1',
              amount: 1000n,
              status: 'SUCCEEDED',
            },
            { kind: 'CAPTURE', providerReference: 'capture_1', amount: 1000n, status: 'SUCCEEDED' },
          ],
          complete: false,
        },
      ],
      call: { httpStatus: 200, summary: '200, CAPTURED', durationMs: 12 },
    })
  })

  test('a captured charge that lists no capture is captured in full', () => {
    const { answer } = translate(createCharge, charge('CAPTURED'))
    expect(answer).toMatchObject({
      outcome: 'approved',
      reports: [{ operations: [{ kind: 'AUTHORIZATION' }, { kind: 'CAPTURE', amount: 1000n, status: 'SUCCEEDED' }] }],
    })
  })

  test.each([
    ['with its reason on the authorization', { authorizations: [authorization({ status: 'FAILED', failure })] }],
    ['with its reason on the charge', { authorizations: [authorization({ status: 'FAILED' })], failure }],
    ['without an authorization', { authorizations: [], failure }],
    ['without a list of authorizations', { authorizations: null, failure }],
  ])('declined, %s', (_name, changes) => {
    const { answer } = translate(createCharge, charge('FAILED', changes))
    expect(answer).toMatchObject({
      outcome: 'declined',
      failure: { code: 'INSUFFICIENT_FUNDS', kind: 'SOFT_DECLINE' },
      reports: [{ operations: [{ kind: 'AUTHORIZATION', status: 'FAILED', failure: { code: 'INSUFFICIENT_FUNDS' } }] }],
      call: { summary: '200, FAILED INSUFFICIENT_FUNDS' },
    })
  })

  test('failed inside PPRO: not declined, nothing reported', () => {
    const { answer } = translate(
      createCharge,
      charge('FAILED', { authorizations: [authorization({ status: 'FAILED', failure: internal })] }),
    )
    expect(answer).toEqual({
      outcome: 'unknown',
      queryStatusNow: false,
      call: { httpStatus: 200, summary: '200, FAILED INTERNAL_PROCESSING_ERROR, not final', durationMs: 12 },
    })
  })

  test('an unlisted reason: declined, and logged', () => {
    const { answer, notes } = translate(
      createCharge,
      charge('FAILED', { authorizations: [], failure: { failureType: 'PROVIDER_DECLINE', failureCode: 'NEW' } }),
    )
    expect(answer).toMatchObject({ outcome: 'declined', call: { summary: '200, FAILED NEW (unmapped failure code)' } })
    expect(notes).toEqual(['unmapped failure code NEW'])
  })

  test.each([
    ['AUTHENTICATION_TIMEOUT', 'AUTHENTICATION_TIMEOUT'],
    ['PROVIDER_CONFIRMATION_TIMEOUT', 'CONFIRMATION_TIMEOUT'],
    ['MERCHANT_INITIATED_DISCARD', 'DISCARDED_BY_MERCHANT'],
  ])('discarded for %s', (type, code) => {
    const changes = {
      authorizations: [authorization({ status: 'AUTHENTICATION_PENDING' })],
      discards: [
        { status: 'FAILED', type: 'MERCHANT_INITIATED_DISCARD' },
        { status: 'DISCARDED', type },
      ],
    }
    expect(translate(createCharge, charge('DISCARDED', changes)).answer).toMatchObject({
      outcome: 'declined',
      failure: { code },
      reports: [{ operations: [{ kind: 'AUTHORIZATION', status: 'FAILED', failure: { code } }] }],
    })
  })

  test('authorized, its capture failed: approved, and both are reported', () => {
    const changes = { captures: [capture({ status: 'FAILED', failure })], failure }
    expect(translate(createCharge, charge('FAILED', changes)).answer).toMatchObject({
      outcome: 'approved',
      reports: [
        {
          operations: [
            { kind: 'AUTHORIZATION', status: 'SUCCEEDED' },
            { kind: 'CAPTURE', status: 'FAILED' },
          ],
        },
      ],
    })
  })

  test.each([
    ['another amount', { authorizations: [authorization({ amount: 1001 })] }, 'echo differs: amount'],
    ['another currency', { currency: 'EUR' }, 'echo differs: currency'],
    [
      'another reference',
      { authorizations: [authorization({ merchantPaymentChargeReference: 'att_2' })] },
      'echo differs: reference',
    ],
    [
      'no amount',
      { authorizations: [authorization({ amount: undefined })] },
      'authorization without a readable amount',
    ],
    [
      'an amount as a text',
      { authorizations: [authorization({ amount: '1000' })] },
      'authorization without a readable amount',
    ],
    ['a fraction', { authorizations: [authorization({ amount: 999.5 })] }, 'authorization without a readable amount'],
    [
      'an authorization without an id',
      { authorizations: [authorization({ id: undefined })] },
      'authorization without an id',
    ],
    ['no id', { id: undefined }, 'charge without an id'],
    ['a list that is no list', { captures: {} }, 'unreadable list of captures'],
    ['an unknown status of the charge', { status: 'SUCCESS' }, 'unmapped charge status SUCCESS'],
    ['no word', { status: undefined }, 'unmapped charge status (unreadable)'],
    ['a status in small letters', { status: 'captured' }, 'unmapped charge status (unreadable)'],
    [
      'an unknown status of the authorization',
      { authorizations: [authorization({ status: 'OK' })] },
      'unmapped authorization status OK',
    ],
    [
      'an unknown status of the capture',
      { captures: [capture({ status: 'PENDING' })] },
      'unmapped capture status PENDING',
    ],
    ['nothing authorized', { authorizations: [] }, 'CAPTURED without an authorization'],
    [
      'a failed authorization',
      { authorizations: [authorization({ status: 'FAILED', failure })] },
      'contradictory: CAPTURED, nothing authorized',
    ],
    [
      'an open status though authorized',
      { status: 'AUTHORIZATION_ASYNC' },
      'contradictory: AUTHORIZATION_ASYNC, authorization decided',
    ],
    ['FAILED though authorized', { status: 'FAILED', failure }, 'contradictory: FAILED, authorized'],
    ['DISCARDED though authorized', { status: 'DISCARDED' }, 'contradictory: DISCARDED, authorized'],
    [
      'FAILED though undecided',
      { status: 'FAILED', authorizations: [authorization({ status: 'AUTHENTICATION_PENDING' })] },
      'contradictory: FAILED, authorization undecided',
    ],
    [
      'more captured than authorized',
      { captures: [capture(), capture({ amount: 1 })] },
      'contradictory: CAPTURED, more than authorized',
    ],
    [
      'only failed captures',
      { captures: [capture({ status: 'FAILED', failure })] },
      'contradictory: CAPTURED, nothing captured',
    ],
    [
      'more refunded than captured',
      { captures: [capture()], refunds: [{ id: 'refund_1', amount: 1001, status: 'REFUNDED' }] },
      'contradictory: CAPTURED, more refunded than captured',
    ],
  ])('%s: unknown, and logged', (_name, changes, problem) => {
    const { answer, notes } = translate(createCharge, charge('CAPTURED', changes))
    expect(answer).toEqual({
      outcome: 'unknown',
      queryStatusNow: false,
      call: { httpStatus: 200, summary: `200, ${problem}`, durationMs: 12 },
    })
    expect(notes).toEqual([problem])
  })
})
