import { expect } from 'vitest'
import { identity } from '../../support/commands.ts'
import { AMOUNT, agreementCommand, askAboutAgreement, create, establish } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import { askAboutCharge } from '../charge-steps.ts'
import { expectBalanced, expectNothingCharged } from '../expectations.ts'

const HOUR_MS = 3_600_000

async function ledgerStatus(bench: Bench, sentReference: string): Promise<string | undefined> {
  return (await bench.control.agreements()).find(({ reference }) => reference === sentReference)?.status
}

async function withInitialCharge(bench: Bench, captureMode: 'AUTOMATIC' | 'MANUAL', captured: bigint) {
  const agreement = await establish(bench, { amount: AMOUNT, captureMode })
  expect(agreement.status).toBe('ACTIVE')
  const charge = agreement.initialCharge()
  await askAboutCharge(bench, charge)
  expect(charge.status).toBe(captured === 0n ? 'AUTHORIZED' : 'CAPTURED')
  await expectBalanced(bench, charge, { captured })
}

export const agreements: ConformanceTopic = {
  name: 'agreements',
  cases: [
    {
      name: 'approved by its consumer: ACTIVE on both sides, under the reference that we sent',
      run: async bench => {
        const agreement = await establish(bench)
        expect(agreement.status).toBe('ACTIVE')
        const row = (await bench.control.agreements()).find(({ id }) => id === agreement.providerReference)
        expect(row).toMatchObject({
          status: 'ACTIVE',
          reference: agreement.sentReference,
          paymentMethod: bench.capability.paymentMethod,
        })
        expect(agreement.notes).toEqual([])
      },
    },
    {
      name: 'declined by its consumer where the provider sent them: FAILED with a reason, never active, nothing charged',
      run: async bench => {
        const agreement = await establish(bench, { amount: AMOUNT, decision: 'decline' })
        expect(agreement.status).toBe('FAILED')
        expect(agreement.failure).toMatchObject({ code: expect.stringMatching(/^[A-Z0-9_]+$/) })
        expect(await ledgerStatus(bench, agreement.sentReference)).not.toBe('ACTIVE')
        await expectNothingCharged(bench, agreement.sentReference)
      },
    },
    {
      name: 'no means of payment given on the page (or there is no such page): nothing is asked of the API',
      run: async bench => {
        if (bench.provider.hosted === undefined) {
          const { answer } = await create(bench)
          expect(answer?.outcome, 'the answer itself says where to go').toBe('actionRequired')
          return
        }
        const agreement = await establish(bench, { amount: AMOUNT, pageDecision: 'decline' })
        expect(agreement.status).toBe('FAILED')
        expect(bench.relay.requests).toEqual([])
        await expectNothingCharged(bench, agreement.sentReference)
      },
    },
    {
      name: 'before its consumer has decided: not active, nothing captured',
      run: async bench => {
        const { account, answer } = await create(bench, { amount: AMOUNT })
        expect(answer?.outcome).toBe('actionRequired')
        expect(account.status).toBe('AUTHENTICATION_PENDING')
        expect(account.initialCharge().status).toBe('AUTHENTICATION_PENDING')
        const row = await bench.charged(account.sentReference)
        expect([row?.captured ?? 0n, row?.status ?? 'PENDING']).toEqual([0n, 'PENDING'])
      },
    },
    {
      name: 'with an initial charge that is captured at once',
      run: bench => withInitialCharge(bench, 'AUTOMATIC', AMOUNT),
    },
    {
      name: 'with an initial charge that is authorized only (or the table says that there is none)',
      run: async bench => {
        if (bench.capability.initialSeparateCapture) return withInitialCharge(bench, 'MANUAL', 0n)
        const command = agreementCommand(bench, bench.reference(), { amount: AMOUNT, captureMode: 'MANUAL' })
        expect(bench.capability.initialSeparateCapture).toBe(false)
        const refused = bench.provider.hosted?.check(command) ?? bench.provider.prepare(command)
        if ('ok' in refused && refused.ok) return
        expect('ok' in refused ? refused.error : refused).toMatchObject({ code: 'UNSUPPORTED_BY_PROVIDER' })
      },
    },
    {
      name: 'without an initial charge (or the table says that it needs one)',
      run: async bench => {
        if (bench.capability.initialCharge === 'REQUIRED') {
          // The gateway refuses it by the table; an adapter that is asked all the same must not make one up.
          const command = { ...agreementCommand(bench, bench.reference()), initialCharge: null }
          const refused = bench.provider.hosted?.check(command) ?? bench.provider.prepare(command)
          const sent = 'ok' in refused && refused.ok ? (await bench.send(refused.request)).outcome : 'refused'
          expect(['refused', 'declined']).toContain(sent)
          return
        }
        const agreement = await establish(bench)
        expect([agreement.status, agreement.records.initialCharge]).toEqual(['ACTIVE', null])
        expect(await bench.charged(agreement.sentReference)).toBeUndefined()
      },
    },
    {
      name: 'with an initial charge that is declined: said to be, and nothing charged',
      run: async bench => {
        await bench.control.outcomes('charge', ['INSUFFICIENT_FUNDS'])
        const agreement = await establish(bench, { amount: AMOUNT })
        const charge = agreement.initialCharge()
        if (agreement.status === 'ACTIVE') await askAboutCharge(bench, charge)
        expect(charge.status).toBe('FAILED')
        expect(charge.failure?.code).toBe('INSUFFICIENT_FUNDS')
        await expectNothingCharged(bench, agreement.sentReference)
      },
    },
    {
      name: 'looked up before its consumer has decided: still waiting for them, or not known',
      run: async bench => {
        const { account } = await create(bench, { amount: AMOUNT })
        await askAboutAgreement(bench, account)
        expect([account.status, account.initialCharge().status]).toEqual([
          'AUTHENTICATION_PENDING',
          'AUTHENTICATION_PENDING',
        ])
      },
    },
    {
      name: 'looked up while the provider works on what its consumer approved: not waiting for them any more',
      run: async bench => {
        await bench.control.outcomes('charge', ['pending'])
        const agreement = await establish(bench, { amount: AMOUNT })
        expect(agreement.status).not.toBe('AUTHENTICATION_PENDING')
        await askAboutAgreement(bench, agreement)
        expect(agreement.status).not.toBe('AUTHENTICATION_PENDING')
        expect(agreement.initialCharge().sums.captured).toBe(0n)
        await bench.control.advance(HOUR_MS)
        await askAboutAgreement(bench, agreement)
        expect(agreement.status).toBe('ACTIVE')
        const charge = agreement.initialCharge()
        await askAboutCharge(bench, charge)
        await expectBalanced(bench, charge, { captured: AMOUNT })
      },
    },
    {
      name: 'looked up: as it stands, with its charge',
      run: async bench => {
        const agreement = await establish(bench, { amount: AMOUNT })
        const before = { status: agreement.status, sums: agreement.initialCharge().sums }
        expect((await askAboutAgreement(bench, agreement)).found).toBe('yes')
        expect({ status: agreement.status, sums: agreement.initialCharge().sums }).toEqual(before)
        expect(agreement.notes).toEqual([])
      },
    },
    {
      name: 'looked up, and never made: absent, or nothing to ask by; never found',
      run: async bench => {
        const ask = (initialChargeSentReference: string | null) =>
          bench.queryStatus({ about: 'agreement', providerReference: null, initialChargeSentReference })
        expect((await ask(identity(bench.reference()).sentReference)).found).toBe('absent')
        expect((await ask(null)).found).toBe('unknown')
      },
    },
  ],
}
