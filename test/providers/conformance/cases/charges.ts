import { expect } from 'vitest'
import { ChargeAccount } from '../accounts.ts'
import { AMOUNT, establish } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import { askAboutCharge, charge } from '../charge-steps.ts'
import { expectBalanced, expectNothingCharged } from '../expectations.ts'

async function declined(bench: Bench, failure: object, wish: { amount?: bigint } = {}): Promise<void> {
  const { account, answer } = await charge(bench, await establish(bench), wish)
  expect(answer).toMatchObject({ outcome: 'declined', failure })
  expect(account.status).toBe('FAILED')
  expect(account.failure).toMatchObject(failure)
  await expectNothingCharged(bench, account.sentReference)
  // A failed charge is FAILED or unknown at the provider: never one that may have been paid.
  const found = await askAboutCharge(bench, account)
  expect(found.found).not.toBe('unknown')
  expect([account.status, account.notes]).toEqual(['FAILED', []])
}

export const charges: ConformanceTopic = {
  name: 'charges',
  cases: [
    {
      name: 'without the consumer, captured at once: CAPTURED, to the minor unit',
      run: async bench => {
        const { account, answer } = await charge(bench, await establish(bench))
        expect(answer.outcome).toBe('approved')
        expect(account.status).toBe('CAPTURED')
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    {
      name: 'two alike: two charges',
      run: async bench => {
        const agreement = await establish(bench)
        const first = await charge(bench, agreement)
        const second = await charge(bench, agreement)
        await expectBalanced(bench, first.account, { captured: AMOUNT })
        await expectBalanced(bench, second.account, { captured: AMOUNT })
        expect(first.account.providerReference).not.toBe(second.account.providerReference)
      },
    },
    {
      name: 'declined for insufficient funds: a soft decline that may be retried later',
      run: async bench => {
        const agreement = await establish(bench)
        await bench.control.outcomes('charge', ['INSUFFICIENT_FUNDS'])
        const { account, answer } = await charge(bench, agreement)
        const failure = { kind: 'SOFT_DECLINE', code: 'INSUFFICIENT_FUNDS', advice: 'RETRY_LATER' }
        expect(answer).toMatchObject({ outcome: 'declined', failure })
        expect(account.failure).toMatchObject(failure)
        await expectNothingCharged(bench, account.sentReference)
        // It does not delay the next one.
        expect((await charge(bench, agreement)).account.status).toBe('CAPTURED')
      },
    },
    {
      name: 'declined for an expired card: a hard decline that needs another means of payment',
      run: async bench => {
        const agreement = await establish(bench)
        await bench.control.outcomes('charge', ['EXPIRED_CARD'])
        const { account, answer } = await charge(bench, agreement)
        expect(answer).toMatchObject({
          outcome: 'declined',
          failure: { kind: 'HARD_DECLINE', code: 'EXPIRED_CARD', advice: 'UPDATE_PAYMENT_METHOD' },
        })
        await expectNothingCharged(bench, account.sentReference)
      },
    },
    {
      name: 'the amount 300001: declined without a reason, and found as declined',
      run: bench => declined(bench, { code: 'GENERIC_DECLINE' }, { amount: 300_001n }),
    },
    {
      name: 'the amount 300002: declined for insufficient funds, and found as declined',
      run: bench => declined(bench, { kind: 'SOFT_DECLINE', code: 'INSUFFICIENT_FUNDS' }, { amount: 300_002n }),
    },
    {
      name: 'status query by our reference alone: records made from it equal the ledger',
      run: async bench => {
        const { account } = await charge(bench, await establish(bench))
        const lost = new ChargeAccount(account.amount, account.sentReference)
        expect((await askAboutCharge(bench, lost)).found).toBe('yes')
        await expectBalanced(bench, lost, { captured: AMOUNT })
      },
    },
    {
      name: 'status query by the provider’s id: a known update changes nothing',
      run: async bench => {
        const { account } = await charge(bench, await establish(bench))
        const { version } = account.state.charge
        expect((await askAboutCharge(bench, account)).found).toBe('yes')
        expect(account.state.charge.version).toBe(version)
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    {
      name: 'status query of one that was never made: absent',
      run: async bench => {
        const never = { about: 'charge', providerReference: null, sentReference: bench.reference() } as const
        expect((await bench.queryStatus(never)).found).toBe('absent')
      },
    },
  ],
}
