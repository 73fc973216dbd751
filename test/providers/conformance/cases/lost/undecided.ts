import { expect } from 'vitest'
import { establish } from '../../agreement-steps.ts'
import type { Bench } from '../../bench.ts'
import type { ConformanceTopic } from '../../case.ts'
import { askAboutCharge, charge } from '../../charge-steps.ts'
import { expectBalanced, expectNothingCharged } from '../../expectations.ts'

const HOUR_MS = 3_600_000

async function steered(bench: Bench, outcome: string) {
  const agreement = await establish(bench)
  await bench.control.outcomes('charge', [outcome])
  return charge(bench, agreement)
}

export const undecided: ConformanceTopic = {
  name: 'responses without a decision',
  cases: [
    {
      name: 'accepted, to be decided later: pending, nothing captured; then approved',
      run: async bench => {
        const { account, answer } = await steered(bench, 'pending')
        expect(answer.outcome).toBe('pending')
        expect([account.status, account.sums.captured]).toEqual(['AUTHORIZATION_PENDING', 0n])
        expect(await bench.charged(account.sentReference)).toMatchObject({ status: 'PENDING', captured: 0n })
        await askAboutCharge(bench, account)
        expect(account.status).toBe('AUTHORIZATION_PENDING')
        await bench.control.advance(HOUR_MS)
        await askAboutCharge(bench, account)
        await expectBalanced(bench, account, { captured: 1000n })
      },
    },
    {
      name: 'accepted, to be decided later: pending, nothing captured; then declined',
      run: async bench => {
        const { account, answer } = await steered(bench, 'pending-decline')
        expect(answer.outcome).toBe('pending')
        await bench.control.advance(HOUR_MS)
        await askAboutCharge(bench, account)
        expect([account.status, account.failure?.code]).toEqual(['FAILED', 'INSUFFICIENT_FUNDS'])
        await expectNothingCharged(bench, account.sentReference)
      },
    },
    {
      name: 'a provider that does not know the result: unknown, under any name for it',
      run: async bench => {
        const { account, answer } = await steered(bench, bench.simulation.doubtfulOutcome)
        expect(answer.outcome).toBe('unknown')
        expect(account.status).toBe('UNKNOWN')
      },
    },
    {
      name: 'a reason that no table knows: never approved, and logged (scenario 21)',
      run: async bench => {
        const { account, answer } = await steered(bench, 'UNPUBLISHED_REASON')
        expect(['declined', 'unknown']).toContain(answer.outcome)
        expect(bench.lines.map(({ level }) => level)).toContain('warn')
        await expectNothingCharged(bench, account.sentReference)
      },
    },
  ],
}
