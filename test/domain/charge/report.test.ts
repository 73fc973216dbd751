import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chargeAmounts } from '../../../src/domain/charge/amounts.ts'
import { applyReport } from '../../../src/domain/charge/report.ts'
import { chargeStatus } from '../../../src/domain/charge/status.ts'
import {
  addOperation,
  type ChargeState,
  moveOperation,
  type OperationFacts,
  openCharge,
} from '../../../src/domain/charge/transition.ts'
import type { ChargeReport, OperationReport } from '../../../src/domain/provider/report.ts'

const authorization: OperationFacts = {
  id: 'auz_1',
  kind: 'AUTHORIZATION',
  amount: 1_000n,
  status: 'PROCESSING',
  failure: null,
  providerReference: null,
  sentReference: 'att_1',
}

const fresh = () =>
  openCharge(
    {
      version: 1,
      status: 'PROCESSING',
      currency: 'USD',
      authenticationMethods: [],
      failure: null,
      captureBefore: null,
      providerReference: null,
      needsAttention: false,
    },
    [authorization],
  )

const ids = () => {
  let count = 0
  return () => `new_${++count}`
}
const report = (operations: OperationReport[], rest: Partial<ChargeReport> = {}): ChargeReport => ({
  providerReference: 'charge_1',
  currency: 'USD',
  operations,
  complete: false,
  ...rest,
})
const authorized: OperationReport = {
  kind: 'AUTHORIZATION',
  providerReference: 'authz_1',
  sentReference: 'att_1',
  amount: 1_000n,
  status: 'SUCCEEDED',
}
const captured: OperationReport = {
  kind: 'CAPTURE',
  providerReference: 'capture_1',
  amount: 1_000n,
  status: 'SUCCEEDED',
}
const refunded: OperationReport = { kind: 'REFUND', providerReference: 'refund_1', amount: 400n, status: 'SUCCEEDED' }

describe('applyReport', () => {
  test('the answer of an automatic capture is two changes, in the order in which money moves', () => {
    const state = applyReport(fresh(), report([captured, authorized]), ids())
    expect(state.steps.map(({ type, version, moved }) => [type, version, moved?.to])).toEqual([
      ['charge.authorization_succeeded', 2, 'AUTHORIZED'],
      ['charge.capture_succeeded', 3, 'CAPTURED'],
    ])
  })

  test('a capture implies an authorization whose update has not come', () => {
    const state = applyReport(fresh(), report([captured]), ids())
    expect(state.charge.status).toBe('CAPTURED')
    expect(applyReport(state, report([authorized]), ids()).steps).toHaveLength(2)
  })

  test('in whatever order and however often the update comes, the end is the same and no status comes twice (scenario 11)', () => {
    const update = [
      report([authorized]),
      report([captured]),
      report([refunded]),
      report([authorized, captured, refunded], { complete: true }),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 8, maxLength: 8 }), order => {
        const newId = ids()
        const state = order.reduce(
          (so: ChargeState, index) => applyReport(so, update[index] ?? report([]), newId),
          fresh(),
        )
        const moved = state.steps.flatMap(step => (step.moved ? [step.moved.to] : []))
        expect(state.charge.status).toBe('PARTIALLY_REFUNDED')
        expect(new Set(moved).size).toBe(moved.length)
        expect(state.notes).toEqual([])
        expect(state.steps.map(({ version }) => version)).toEqual(state.steps.map((_, index) => index + 2))
        expect(state.charge.status).toBe(chargeStatus(state.operations, false))
        expect(chargeAmounts(state.operations)).toMatchObject({ authorized: 1_000n, captured: 1_000n, refunded: 400n })
      }),
    )
  })

  test('a capture without a name and the same one with its name are one', () => {
    const withoutEventId: OperationReport = { kind: 'CAPTURE', amount: 1_000n, status: 'SUCCEEDED' }
    const newId = ids()
    for (const order of [
      [withoutEventId, captured],
      [captured, withoutEventId],
    ]) {
      const state = order.reduce(
        (so: ChargeState, capture) => applyReport(so, report([authorized, capture]), newId),
        fresh(),
      )
      expect(state.operations.filter(({ kind }) => kind === 'CAPTURE')).toHaveLength(1)
      expect(state.notes).toEqual([])
    }
  })

  test('a capture beyond what was authorized is a break for people, not a movement', () => {
    const first = applyReport(fresh(), report([authorized, captured]), ids())
    const twice = applyReport(first, report([{ ...captured, providerReference: 'capture_2', amount: 1n }]), ids())
    expect(twice.operations).toEqual(first.operations)
    expect(twice.notes).toMatchObject([{ type: 'reconciliation.break' }])
    expect(twice.charge).toMatchObject({ status: 'CAPTURED', version: 3, needsAttention: true })
  })

  test.each([
    ['another amount', report([{ ...authorized, amount: 999n }])],
    ['another currency', report([authorized], { currency: 'EUR' })],
  ])('%s than ours is a break; nothing is changed', (_name, wrong) => {
    const state = applyReport(fresh(), wrong, ids())
    expect(state.steps).toEqual([])
    expect(state.charge.status).toBe('PROCESSING')
    expect(state.notes).toMatchObject([{ type: 'reconciliation.break' }])
  })

  test('failed after succeeded is a contradiction: noted, and nothing moves back (scenario 11)', () => {
    const state = applyReport(fresh(), report([authorized]), ids())
    const failure = {
      kind: 'SOFT_DECLINE',
      code: 'GENERIC_DECLINE',
      advice: 'RETRY_LATER',
      message: 'no',
      providerMessage: 'Jane',
    } as const
    const contradicted = applyReport(state, report([{ ...authorized, status: 'FAILED', failure }]), ids())
    expect(contradicted.charge).toMatchObject({ status: 'AUTHORIZED', version: 2, needsAttention: true })
    expect(contradicted.notes).toMatchObject([
      { type: 'charge.contradiction', data: { recorded: 'SUCCEEDED', reported: 'FAILED' } },
    ])
    expect(JSON.stringify(contradicted.notes)).not.toContain('Jane')
  })

  test('the consumer has to act, then the provider has to confirm, then it is discarded', () => {
    const pending: OperationReport = { ...authorized, status: 'PENDING' }
    const acting = applyReport(fresh(), report([pending], { authenticationMethods: [{ type: 'REDIRECT' }] }), ids())
    const confirming = applyReport(acting, report([pending], { authenticationMethods: [] }), ids())
    const failure = {
      kind: 'EXPIRED',
      code: 'CONFIRMATION_TIMEOUT',
      advice: 'RETRY_LATER',
      message: 'too late',
    } as const
    const discarded = applyReport(confirming, report([{ ...authorized, status: 'FAILED', failure }]), ids())
    expect([acting, confirming, discarded].map(({ charge }) => charge.status)).toEqual([
      'AUTHENTICATION_PENDING',
      'AUTHORIZATION_PENDING',
      'DISCARDED',
    ])
    expect(discarded.charge).toMatchObject({ authenticationMethods: [], failure: { code: 'CONFIRMATION_TIMEOUT' } })
  })
})

test('UNKNOWN gives way to any word of the provider and never comes back after one', () => {
  const unknown = moveOperation(fresh(), 'auz_1', { status: 'UNKNOWN' })
  expect(unknown.charge.status).toBe('UNKNOWN')
  const known = applyReport(unknown, report([authorized]), ids())
  expect(known.charge.status).toBe('AUTHORIZED')
  expect(moveOperation(known, 'auz_1', { status: 'UNKNOWN' })).toBe(known)
})

test('what is under way or unknown counts as taken', () => {
  const state = applyReport(fresh(), report([authorized]), ids())
  const refundOf = (id: string, kind: 'CAPTURE' | 'VOID', amount: bigint): OperationFacts => ({
    id,
    kind,
    amount,
    status: 'PROCESSING',
    failure: null,
    providerReference: null,
    sentReference: id,
  })
  const taken = addOperation(addOperation(state, refundOf('cap_1', 'CAPTURE', 300n)), refundOf('voi_1', 'VOID', 200n))
  const lost = moveOperation(taken, 'cap_1', { status: 'UNKNOWN' })
  expect(chargeAmounts(lost.operations)).toMatchObject({ captured: 0n, capturable: 500n })
  const failed = moveOperation(lost, 'cap_1', { status: 'FAILED' })
  expect(chargeAmounts(failed.operations).capturable).toBe(800n)
})

test('a failed authorization beside the one that counts: paid is paid, and nothing is to be decided', () => {
  const failure = { kind: 'SOFT_DECLINE', code: 'GENERIC_DECLINE', advice: 'RETRY_LATER', message: 'no' } as const
  const first: OperationReport = {
    kind: 'AUTHORIZATION',
    providerReference: 'authz_0',
    amount: 1_000n,
    status: 'FAILED',
    failure,
  }
  const whole = report([first, authorized, captured], { complete: true })
  const newId = ids()
  const state = applyReport(fresh(), whole, newId)
  expect(state.charge).toMatchObject({ status: 'CAPTURED', failure: null })
  expect(state.notes).toEqual([])
  expect(applyReport(state, whole, newId)).toEqual(state)
})
