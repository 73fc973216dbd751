import { expect } from 'vitest'
import type { ChargeAccount } from './accounts.ts'
import type { Bench } from './bench.ts'

/** The records of a charge and the provider's ledger agree to the minor unit, without contradictions. */
export async function expectBalanced(
  bench: Bench,
  account: ChargeAccount,
  sums: { captured?: bigint; refunded?: bigint; voided?: bigint },
): Promise<void> {
  const expected = { captured: 0n, refunded: 0n, voided: 0n, ...sums }
  const { value: amount, currency } = account.amount
  const status =
    expected.captured + expected.voided < amount ? 'AUTHORIZED' : expected.captured > 0n ? 'CAPTURED' : 'VOIDED'
  expect(await bench.charged(account.sentReference), 'the ledger').toEqual({
    id: account.providerReference,
    amount,
    currency,
    status,
    ...expected,
  })
  expect(account.sums, 'the records').toEqual({ authorized: amount, ...expected })
  expect(account.notes, 'what cannot be true').toEqual([])
}

/** No money was taken: no charge, or one that failed. */
export async function expectNothingCharged(bench: Bench, sentReference: string): Promise<void> {
  const row = await bench.charged(sentReference)
  if (row === undefined) return
  const { status, captured, refunded, voided } = row
  expect({ status, captured, refunded, voided }).toEqual({ status: 'FAILED', captured: 0n, refunded: 0n, voided: 0n })
}
