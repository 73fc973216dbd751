import { expect } from 'vitest'
import type { Revoker } from '../../../../src/sandbox/simulator.ts'
import type { AgreementAccount } from '../accounts.ts'
import { askAboutAgreement, establish, revoke } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import { charge } from '../charge-steps.ts'
import { expectNothingCharged } from '../expectations.ts'

async function expectNoMoreCharges(bench: Bench, agreement: AgreementAccount): Promise<void> {
  const { account, answer } = await charge(bench, agreement)
  expect(answer.outcome).toBe('declined')
  // Some failures mean that the agreement has ended, some that its means of payment has; none allows a retry.
  expect(['NEW_AGREEMENT', 'UPDATE_PAYMENT_METHOD']).toContain(account.failure?.advice)
  expect(account.status).toBe('FAILED')
  await expectNothingCharged(bench, account.sentReference)
}

async function endedThere(bench: Bench, by: Revoker): Promise<void> {
  const agreement = await establish(bench)
  await bench.control.revoke(agreement.providerReference, by)
  await expectNoMoreCharges(bench, agreement)
  if (!bench.provider.readsAgreements) return
  await askAboutAgreement(bench, agreement)
  expect(agreement.status).toBe(`REVOKED_BY_${by}`)
}

export const endings: ConformanceTopic = {
  name: 'the end of agreements',
  cases: [
    {
      name: 'revoked by us: ended on both sides, and nothing more can be charged',
      run: async bench => {
        const agreement = await establish(bench)
        expect((await revoke(bench, agreement)).outcome).toBe('approved')
        expect(agreement.status).toBe('REVOKED_BY_MERCHANT')
        const row = (await bench.control.agreements()).find(({ id }) => id === agreement.providerReference)
        expect(row?.status).toBe('REVOKED_BY_MERCHANT')
        await expectNoMoreCharges(bench, agreement)
      },
    },
    {
      name: 'revoked a second time: ended as before, whatever the provider answers',
      run: async bench => {
        const agreement = await establish(bench)
        await revoke(bench, agreement)
        const again = await revoke(bench, agreement)
        expect(['approved', 'declined', 'unknown']).toContain(again.outcome)
        expect(agreement.status).toBe('REVOKED_BY_MERCHANT')
      },
    },
    { name: 'revoked by its consumer: a charge is declined', run: bench => endedThere(bench, 'CONSUMER') },
    { name: 'revoked by the provider: a charge is declined', run: bench => endedThere(bench, 'PROVIDER') },
  ],
}
