import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chargeAmounts } from '../../../src/domain/charge/amounts.ts'
import { applyTotals, unexplainedTotal } from '../../../src/domain/charge/totals.ts'
import { type ChargeBook, type OperationFacts, openBook } from '../../../src/domain/charge/transition.ts'
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

function bookOf(...operations: OperationFacts[]): ChargeBook {
  return openBook(
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
const statuses = (book: ChargeBook) => Object.fromEntries(book.operations.map(({ id, status }) => [id, status]))
const newId = () => 'new_1'

describe('a lost answer is told by the provider’s sum', () => {
  const known = operation('cap_1', 'CAPTURE', 4_000n, 'SUCCEEDED')
  const lost = operation('cap_2', 'CAPTURE', 4_000n, 'UNKNOWN')

  test.each([
    [8_000n, 'SUCCEEDED'],
    [4_000n, 'UNKNOWN'],
  ] as const)('of two equal captures one was lost: %s captured in all', (captured, status) => {
    const book = applyTotals(bookOf(authorized, known, lost), totals(captured), newId)
    expect(statuses(book)).toEqual({ auz_1: 'SUCCEEDED', cap_1: 'SUCCEEDED', cap_2: status })
  })

  test('an equal one that is on its way may be the one: nothing is decided before its answer has come', () => {
    const onItsWay = operation('cap_0', 'CAPTURE', 4_000n, 'PROCESSING')
    const book = bookOf(authorized, onItsWay, lost)
    expect(applyTotals(book, totals(4_000n), newId)).toEqual(book)
    expect(unexplainedTotal(book.operations, 'CAPTURE', totals(4_000n))).toBe(4_000n)
    const both = applyTotals(book, totals(8_000n), newId)
    expect(statuses(both)).toEqual({ auz_1: 'SUCCEEDED', cap_0: 'SUCCEEDED', cap_2: 'SUCCEEDED' })
  })

  test('refunds are told by their references, never by a sum', () => {
    const captured = operation('cap_1', 'CAPTURE', 10_000n, 'SUCCEEDED')
    const book = bookOf(authorized, captured, operation('ref_1', 'REFUND', 1_000n, 'UNKNOWN'))
    expect(applyTotals(book, totals(10_000n, 1_000n), newId)).toEqual(book)
  })

  test('a sum that different sets make settles none of them', () => {
    const open = [1_000n, 2_000n, 3_000n].map((amount, index) =>
      operation(`cap_${index}`, 'CAPTURE', amount, 'UNKNOWN'),
    )
    const book = bookOf(authorized, ...open)
    expect(applyTotals(book, totals(3_000n), newId)).toEqual(book)
    expect(statuses(applyTotals(book, totals(5_000n), newId))).toMatchObject({
      cap_0: 'UNKNOWN',
      cap_1: 'SUCCEEDED',
      cap_2: 'SUCCEEDED',
    })
  })

  test('a sum that no set makes settles none, and stays unexplained', () => {
    const book = bookOf(authorized, known, lost)
    expect(applyTotals(book, totals(6_000n), newId)).toEqual(book)
    expect(unexplainedTotal(book.operations, 'CAPTURE', totals(6_000n))).toBe(2_000n)
  })
})

test('an older count is old news', () => {
  const book = bookOf(authorized, operation('cap_1', 'CAPTURE', 4_000n, 'SUCCEEDED'))
  expect(applyTotals(book, totals(0n), newId)).toEqual(book)
})

test('what none of ours explains was made by the provider, and is added once', () => {
  const captured = operation('cap_1', 'CAPTURE', 10_000n, 'SUCCEEDED')
  const book = applyTotals(bookOf(authorized, captured), totals(10_000n, 2_500n), newId)
  expect(book.operations.at(-1)).toMatchObject({ id: 'new_1', kind: 'REFUND', amount: 2_500n, status: 'SUCCEEDED' })
  expect(book.charge.status).toBe('PARTIALLY_REFUNDED')
  expect(applyTotals(book, totals(10_000n, 2_500n), newId)).toEqual(book)
})

test('more than was authorised is a break, never a movement', () => {
  const book = applyTotals(bookOf(authorized), totals(10_001n), newId)
  expect(chargeAmounts(book.operations).captured).toBe(0n)
  expect(book.notes).toEqual([
    {
      type: 'reconciliation.break',
      key: 'capture total:10001',
      data: { what: 'capture total', ours: '0', theirs: '10001' },
      needsAttention: true,
    },
  ])
})

test('money that moved was authorised', () => {
  const unknown = { ...authorized, status: 'UNKNOWN' as const }
  const book = applyTotals(bookOf(unknown), totals(10_000n), newId)
  expect(book.charge.status).toBe('CAPTURED')
})

test('law: the books never show more than the provider counts, nor lose what they knew', () => {
  const open = fc.array(fc.record({ amount: fc.bigInt(1n, 2_000n), lost: fc.boolean() }), { maxLength: 5 })
  fc.assert(
    fc.property(open, fc.bigInt(0n, 9_000n), (given, captured) => {
      const operations = given.map(({ amount, lost }, index) =>
        operation(`cap_${index}`, 'CAPTURE', amount, lost ? 'UNKNOWN' : 'SUCCEEDED'),
      )
      const before = bookOf(authorized, ...operations)
      const knew = chargeAmounts(before.operations).captured
      const knows = chargeAmounts(applyTotals(before, totals(captured), newId).operations).captured
      expect(knows).toBeGreaterThanOrEqual(knew)
      expect(knows <= captured || knows === knew).toBe(true)
    }),
  )
})
