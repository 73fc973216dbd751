import { expect } from 'vitest'
import type { FaultKind } from '../../../../../src/sandbox/faults/faults.ts'
import { ChargeAccount } from '../../accounts.ts'
import { AMOUNT, askAboutAgreement, create, establish } from '../../agreement-steps.ts'
import { type Bench, deadline } from '../../bench.ts'
import type { ConformanceTopic } from '../../case.ts'
import { askAboutCharge, charge, chargeCommand } from '../../charge-steps.ts'
import { expectBalanced } from '../../expectations.ts'

/** The response to a charge is lost after it took effect: UNKNOWN, found by a status query, charged once. */
async function lostAfterEffect(bench: Bench, fault: FaultKind): Promise<void> {
  const agreement = await establish(bench)
  // Several: the form of a malformed response is drawn by reference.
  for (let number = 0; number < 4; number++) {
    await bench.control.faults([fault])
    const { account, answer } = await charge(bench, agreement)
    expect(answer).toMatchObject({ outcome: 'unknown' })
    expect(account.status).toBe('UNKNOWN')
    await bench.control.reset()
    expect((await askAboutCharge(bench, account)).found).toBe('yes')
    expect(account.status).toBe('CAPTURED')
    await expectBalanced(bench, account, { captured: AMOUNT })
  }
}

export const lostAnswers: ConformanceTopic = {
  name: 'lost responses',
  cases: [
    {
      name: 'a charge lost before its effect: unknown, and absent in a status query',
      run: async bench => {
        const agreement = await establish(bench)
        await bench.control.faults(['dropBeforeEffect'])
        const { account, answer } = await charge(bench, agreement)
        expect(answer).toMatchObject({ outcome: 'unknown', queryStatusNow: false })
        await bench.control.reset()
        expect((await askAboutCharge(bench, account)).found).toBe('absent')
        expect(account.status).toBe('UNKNOWN')
        expect(await bench.charged(account.sentReference)).toBeUndefined()
      },
    },
    {
      name: 'a charge whose connection was cut after its effect: unknown, found, one charge (scenario 1)',
      run: bench => lostAfterEffect(bench, 'dropAfterEffect'),
    },
    {
      name: 'a charge answered with a server error after its effect: unknown, found, one charge (scenario 9)',
      run: bench => lostAfterEffect(bench, 'error500AfterEffect'),
    },
    {
      name: 'a charge with a response that cannot be read: unknown and never declined, found, one charge (scenario 9)',
      run: bench => lostAfterEffect(bench, 'malformedAnswer'),
    },
    {
      name: 'a charge that is not answered in time: unknown, found, one charge',
      run: async bench => {
        const command = chargeCommand(bench, await establish(bench))
        const account = new ChargeAccount(command.amount, command.sentReference)
        await bench.control.faults([], [400, 400])
        const answer = await bench.provider.send(bench.prepare(command), { deadlineMs: 150 })
        expect(answer).toMatchObject({ outcome: 'unknown', queryStatusNow: false })
        account.hear(account.sentReference, answer)
        await bench.control.reset()
        await expect.poll(() => bench.charged(account.sentReference)).toMatchObject({ status: 'CAPTURED' })
        await askAboutCharge(bench, account)
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    {
      name: 'a declined charge whose response was lost: found as declined',
      run: async bench => {
        const agreement = await establish(bench)
        await bench.control.faults(['dropAfterEffect'])
        await bench.control.outcomes('charge', ['INSUFFICIENT_FUNDS'])
        const { account } = await charge(bench, agreement)
        expect(account.status).toBe('UNKNOWN')
        await bench.control.reset()
        expect((await askAboutCharge(bench, account)).found).toBe('yes')
        expect([account.status, account.failure?.code]).toEqual(['FAILED', 'INSUFFICIENT_FUNDS'])
      },
    },
    {
      name: 'an agreement with a charge whose response was lost: found by its charge',
      run: async bench => {
        await bench.control.faults(['dropAfterEffect'])
        const { account, answer } = await create(bench, { amount: AMOUNT })
        expect(answer).toMatchObject({ outcome: 'unknown' })
        expect(account.status).toBe('INITIALIZING')
        await bench.control.reset()
        expect((await askAboutAgreement(bench, account)).found).toBe('yes')
        expect(account.notes).toEqual([])
        expect(['AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING']).toContain(account.initialCharge().status)
      },
    },
    {
      name: 'an agreement lost before its effect: absent in a status query of its charge',
      run: async bench => {
        await bench.control.faults(['dropBeforeEffect'])
        const { account, answer } = await create(bench, { amount: AMOUNT })
        expect(answer).toMatchObject({ outcome: 'unknown' })
        await bench.control.reset()
        expect((await askAboutAgreement(bench, account)).found).toBe('absent')
        expect(account.status).toBe('INITIALIZING')
      },
    },
    {
      name: 'a status query that is lost itself: unknown, never absent',
      run: async bench => {
        const { account } = await charge(bench, await establish(bench))
        const question = { about: 'charge', providerReference: null, sentReference: account.sentReference } as const
        for (const fault of ['dropBeforeEffect', 'error500AfterEffect', 'malformedAnswer'] as const) {
          await bench.control.faults([fault])
          expect([fault, (await bench.provider.queryStatus(question, deadline)).found]).toEqual([fault, 'unknown'])
        }
      },
    },
  ],
}
