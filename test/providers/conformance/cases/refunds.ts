import { expect } from 'vitest'
import { AMOUNT, establish } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import { askAboutCharge, authorize, authorizesSeparately, charge, operate } from '../charge-steps.ts'
import { expectBalanced } from '../expectations.ts'

async function captured(bench: Bench) {
  const { account } = await charge(bench, await establish(bench))
  await expectBalanced(bench, account, { captured: AMOUNT })
  return account
}

export const refunds: ConformanceTopic = {
  name: 'refunds',
  cases: [
    {
      name: 'in full',
      run: async bench => {
        const account = await captured(bench)
        expect((await operate(bench, account, 'refund', AMOUNT)).answer.outcome).toBe('approved')
        expect(account.status).toBe('REFUNDED')
        await expectBalanced(bench, account, { captured: AMOUNT, refunded: AMOUNT })
      },
    },
    {
      name: 'twice the same part: two refunds (or the table says whole only)',
      run: async bench => {
        const account = await captured(bench)
        const parts = bench.capability.partialRefund ? [250n, 250n] : [AMOUNT]
        for (const part of parts)
          expect((await operate(bench, account, 'refund', part)).answer.outcome).toBe('approved')
        const refunded = parts.reduce((sum, part) => sum + part)
        await expectBalanced(bench, account, { captured: AMOUNT, refunded })
        expect((await askAboutCharge(bench, account)).found).toBe('yes')
        await expectBalanced(bench, account, { captured: AMOUNT, refunded })
      },
    },
    {
      name: 'more than was captured: declined, nothing refunded',
      run: async bench => {
        const account = await captured(bench)
        const { answer, sentReference } = await operate(bench, account, 'refund', AMOUNT + 1n)
        expect(answer).toMatchObject({
          outcome: 'declined',
          failure: { kind: 'INVALID_REQUEST', advice: 'FIX_REQUEST' },
        })
        expect(account.statusOf(sentReference)).toBe('FAILED')
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    {
      name: 'more than is left after a refund: declined, refunded once',
      run: async bench => {
        const account = await captured(bench)
        await operate(bench, account, 'refund', AMOUNT)
        expect((await operate(bench, account, 'refund', AMOUNT)).answer.outcome).toBe('declined')
        await expectBalanced(bench, account, { captured: AMOUNT, refunded: AMOUNT })
      },
    },
    {
      name: 'declined: said to be, nothing refunded, and it may be tried again',
      run: async bench => {
        const account = await captured(bench)
        await bench.control.outcomes('refund', ['GENERIC_DECLINE'])
        const { answer } = await operate(bench, account, 'refund', AMOUNT)
        expect(answer).toMatchObject({ outcome: 'declined', failure: { code: 'GENERIC_DECLINE' } })
        await expectBalanced(bench, account, { captured: AMOUNT })
        expect((await operate(bench, account, 'refund', AMOUNT)).answer.outcome).toBe('approved')
        await expectBalanced(bench, account, { captured: AMOUNT, refunded: AMOUNT })
      },
    },
    {
      name: 'of what is only authorized: declined, nothing refunded (or nothing is ever only authorized)',
      run: async bench => {
        if (!authorizesSeparately(bench)) {
          expect(bench.capability).toMatchObject({ separateCapture: false, initialSeparateCapture: false })
          return
        }
        const account = await authorize(bench)
        expect((await operate(bench, account, 'refund', AMOUNT)).answer.outcome).toBe('declined')
        await expectBalanced(bench, account, {})
      },
    },
  ],
}
