import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chargeAmounts } from '../../../src/domain/charge/amounts.ts'
import { applyTotals, unexplainedTotal } from '../../../src/domain/charge/totals.ts'
import { type ChargeState, type OperationFacts, openCharge } from '../../../src/domain/charge/transition.ts'
import type { OperationStatus } from '../../../src/domain/enums.ts'

const operation = (
  id: string,
  kind: OperationFacts['kind'],
  amount: bigint,
  status: OperationStatus,
): OperationFacts => ({
  id,
  kind,
  amount,
  status,
  failure: null,
  providerReference: null,
  sentReference: `sent-${id}`,
})
const authorized = operation('auz_1', 'AUTHORIZATION', 10_000n, 'SUCCEEDED')

function stateOfCharge(...operations: OperationFacts[]): ChargeState {
  return openCharge(
    {
      version: 1,
      status: 'AUTHORIZED',
      currency: 'AED',
      authenticationMethods: [],
      failure: null,
      captureBefore: null,
      providerReference: '1',
      needsAttention: false,
    },
    operations,
  )
}

const totals = (captured: bigint, refunded = 0n, voided = 0n) => ({ captured, refunded, voided })
const statuses = (state: ChargeState) => Object.fromEntries(state.operations.map(({ id, status }) => [id, status]))
const newId = () => 'new_1'

describe('a lost answer is told by the provider’s sum', () => {
  const known = operation('cap_1', 'CAPTURE', 4_000n, 'SUCCEEDED')
  const lost = operation('cap_2', 'CAPTURE', 4_000n, 'UNKNOWN')

  test.each([
    [8_000n, 'SUCCEEDED'],
    [4_000n, 'UNKNOWN'],
  ] as const)('of two equal captures one was lost: %s captured in all', (captured, status) => {
    const state = applyTotals(stateOfCharge(authorized, known, lost), totals(captured), newId)
    expect(statuses(state)).toEqual({ auz_1: 'SUCCEEDED', cap_1: 'SUCCEEDED', cap_2: status })
  })

  test('an equal one that is on its way may be the one: nothing is decided before its answer has come', () => {
    const onItsWay = operation('cap_0', 'CAPTURE', 4_000n, 'PROCESSING')
    const state = stateOfCharge(authorized, onItsWay, lost)
    expect(applyTotals(state, totals(4_000n), newId)).toEqual(state)
    expect(unexplainedTotal(state.operations, 'CAPTURE', totals(4_000n))).toBe(4_000n)
    const both = applyTotals(state, totals(8_000n), newId)
    expect(statuses(both)).toEqual({ auz_1: 'SUCCEEDED', cap_0: 'SUCCEEDED', cap_2: 'SUCCEEDED' })
  })

  test('refunds are told by their references, never by a sum', () => {
    const captured = operation('cap_1', 'CAPTURE', 10_000n, 'SUCCEEDED')
    const state = stateOfCharge(authorized, captured, operation('ref_1', 'REFUND', 1_000n, 'UNKNOWN'))
    expect(applyTotals(state, totals(10_000n, 1_000n), newId)).toEqual(state)
  })

  test('a sum that different sets make settles none of them', () => {
    const open = [1_000n, 2_000n, 3_000n].map((amount, index) =>
      operation(`cap_${index}`, 'CAPTURE', amount, 'UNKNOWN'),
    )
    const state = stateOfCharge(authorized, ...open)
    expect(applyTotals(state, totals(3_000n), newId)).toEqual(state)
    expect(statuses(applyTotals(state, totals(5_000n), newId))).toMatchObject({
      cap_0: 'UNKNOWN',
      cap_1: 'SUCCEEDED',
      cap_2: 'SUCCEEDED',
    })
  })

  test('a sum that no set makes settles none, and stays unexplained', () => {
    const state = stateOfCharge(authorized, known, lost)
    expect(applyTotals(state, totals(6_000n), newId)).toEqual(state)
    expect(unexplainedTotal(state.operations, 'CAPTURE', totals(6_000n))).toBe(2_000n)
  })
})

test('an older count is old update', () => {
  const state = stateOfCharge(authorized, operation('cap_1', 'CAPTURE', 4_000n, 'SUCCEEDED'))
  expect(applyTotals(state, totals(0n), newId)).toEqual(state)
})

test('what none of ours explains was made by the provider, and is added once', () => {
  const captured = operation('cap_1', 'CAPTURE', 10_000n, 'SUCCEEDED')
  const state = applyTotals(stateOfCharge(authorized, captured), totals(10_000n, 2_500n), newId)
  expect(state.operations.at(-1)).toMatchObject({ id: 'new_1', kind: 'REFUND', amount: 2_500n, status: 'SUCCEEDED' })
  expect(state.charge.status).toBe('PARTIALLY_REFUNDED')
  expect(applyTotals(state, totals(10_000n, 2_500n), newId)).toEqual(state)
})

test('more than was authorized is a break, never a movement', () => {
  const state = applyTotals(stateOfCharge(authorized), totals(10_001n), newId)
  expect(chargeAmounts(state.operations).captured).toBe(0n)
  expect(state.notes).toEqual([
    {
      type: 'reconciliation.break',
      key: 'capture total:10001',
      data: { what: 'capture total', ours: '0', theirs: '10001' },
      needsAttention: true,
    },
  ])
})

test('money that moved was authorized', () => {
  const unknown = { ...authorized, status: 'UNKNOWN' as const }
  const state = applyTotals(stateOfCharge(unknown), totals(10_000n), newId)
  expect(state.charge.status).toBe('CAPTURED')
})

test('law: the records never show more than the provider counts, nor lose what they knew', () => {
  const open = fc.array(fc.record({ amount: fc.bigInt(1n, 2_000n), lost: fc.boolean() }), { maxLength: 5 })
  fc.assert(
    fc.property(open, fc.bigInt(0n, 9_000n), (given, captured) => {
      const operations = given.map(({ amount, lost }, index) =>
        operation(`cap_${index}`, 'CAPTURE', amount, lost ? 'UNKNOWN' : 'SUCCEEDED'),
      )
      const before = stateOfCharge(authorized, ...operations)
      const knew = chargeAmounts(before.operations).captured
      const knows = chargeAmounts(applyTotals(before, totals(captured), newId).operations).captured
      expect(knows).toBeGreaterThanOrEqual(knew)
      expect(knows <= captured || knows === knew).toBe(true)
    }),
  )
})
