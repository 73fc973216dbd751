import { expect } from 'vitest'
import type { Answer } from '../../../../src/providers/port/outcome.ts'
import type { ProviderCommand, ProviderRequest } from '../../../../src/providers/port/provider.ts'
import { ChargeAccount } from '../accounts.ts'
import { AMOUNT, create, establish, money, revocationCommand } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import {
  askAboutCharge,
  authorize,
  authorizesSeparately,
  charge,
  chargeCommand,
  type OperationVerb,
  operationCommand,
} from '../charge-steps.ts'
import { expectBalanced } from '../expectations.ts'

type Verb = ProviderCommand['verb']

const isSafe = ({ provider }: Bench, verb: Verb) => provider.idempotencySupport.safeVerbs.includes(verb)

/**
 * The very same bytes once more. What comes back may be the first answer, a hint to ask, or a refusal of the request; never
 * word that what was done has failed, which the gateway would believe.
 */
async function sendAgain(bench: Bench, request: ProviderRequest): Promise<void> {
  const again = await bench.send(request)
  if (again.outcome === 'declined' || again.outcome === 'unknown') return expectRefusedOrAsked(again)
  expect(['approved', 'actionRequired', 'pending']).toContain(again.outcome)
}

function expectRefusedOrAsked(answer: Answer): void {
  if (answer.outcome === 'declined') expect(answer, 'a refused second sending').not.toHaveProperty('reports')
  else expect(answer, 'a duplicate is asked about at once').toMatchObject({ outcome: 'unknown', queryStatusNow: true })
}

/** A capture, refund or void twice in the same words: done once, where the adapter or the amount promises so. */
async function movementTwice(
  bench: Bench,
  verb: OperationVerb,
  account: ChargeAccount,
  amount: bigint,
  isSafeHere = isSafe(bench, verb),
): Promise<void> {
  const request = bench.prepare(operationCommand(bench, account, verb, amount))
  expect((await bench.send(request)).outcome).toBe('approved')
  const once = await bench.charged(account.sentReference)
  if (!isSafeHere) return expect(bench.provider.idempotencySupport.safeVerbs).not.toContain(verb)
  await sendAgain(bench, request)
  expect(await bench.charged(account.sentReference)).toEqual(once)
}

export const idempotencySupport: ConformanceTopic = {
  name: 'the very same request again',
  cases: [
    {
      name: 'what it promises is said: verbs that are safe to send again, and for how long',
      run: async ({ provider: { idempotencySupport } }) => {
        expect(new Set(idempotencySupport.safeVerbs).size).toBe(idempotencySupport.safeVerbs.length)
        const { rememberedMs } = idempotencySupport
        expect(rememberedMs === null || (Number.isSafeInteger(rememberedMs) && rememberedMs > 0)).toBe(true)
      },
    },
    {
      name: 'createAgreement: one agreement and one charge (or not promised)',
      run: async bench => {
        const { command } = await create(bench, { amount: AMOUNT })
        const count = async () => (await bench.control.agreements()).length
        const before = await count()
        if (!isSafe(bench, 'createAgreement'))
          return expect(bench.provider.idempotencySupport.safeVerbs).not.toContain('createAgreement')
        await sendAgain(bench, bench.prepare(command))
        expect(await count()).toBe(before)
        expect(await bench.charged(command.sentReference)).toMatchObject({ amount: AMOUNT })
      },
    },
    {
      name: 'createCharge: one charge (or not promised)',
      run: async bench => {
        const command = chargeCommand(bench, await establish(bench))
        const request = bench.prepare(command)
        const account = new ChargeAccount(command.amount, command.sentReference)
        account.hear(account.sentReference, await bench.send(request))
        if (!isSafe(bench, 'createCharge'))
          return expect(bench.provider.idempotencySupport.safeVerbs).not.toContain('createCharge')
        await sendAgain(bench, request)
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    {
      name: 'createCharge after its answer was lost: one charge (or not promised)',
      run: async bench => {
        const command = chargeCommand(bench, await establish(bench))
        const request = bench.prepare(command)
        await bench.control.faults(['dropAfterEffect'])
        expect((await bench.send(request)).outcome).toBe('unknown')
        await bench.control.reset()
        if (isSafe(bench, 'createCharge')) await sendAgain(bench, request)
        const account = new ChargeAccount(command.amount, command.sentReference)
        await askAboutCharge(bench, account)
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    {
      name: 'createCharge that never arrived: sent again it happens once (or not promised)',
      run: async bench => {
        const command = chargeCommand(bench, await establish(bench))
        const request = bench.prepare(command)
        await bench.control.faults(['dropBeforeEffect'])
        await bench.send(request)
        await bench.control.reset()
        if (!isSafe(bench, 'createCharge'))
          return expect(bench.provider.idempotencySupport.safeVerbs).not.toContain('createCharge')
        const account = new ChargeAccount(command.amount, command.sentReference)
        account.hear(account.sentReference, await bench.send(request))
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    {
      name: 'createCharge with another amount under a used reference: not approved, the first one stands',
      run: async bench => {
        const agreement = await establish(bench)
        const { account } = await charge(bench, agreement)
        const { sentReference } = account
        const other = chargeCommand(bench, agreement, { sentReference, amount: AMOUNT + 1n })
        expectRefusedOrAsked(await bench.send(bench.prepare(other)))
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    {
      name: 'capture: captured once (or not promised, or nothing is ever only authorized)',
      run: async bench => {
        if (!authorizesSeparately(bench))
          return expect(bench.capability).toMatchObject({ separateCapture: false, initialSeparateCapture: false })
        const amount = bench.capability.partialCapture ? 400n : AMOUNT
        await movementTwice(bench, 'capture', await authorize(bench), amount)
      },
    },
    {
      name: 'capture that leaves no room for another: captured once, whatever is promised (or nothing is ever only authorized)',
      run: async bench => {
        if (!authorizesSeparately(bench))
          return expect(bench.capability).toMatchObject({ separateCapture: false, initialSeparateCapture: false })
        // The gateway sends such a one again in any case: done twice it would be beyond what was authorized.
        await movementTwice(bench, 'capture', await authorize(bench), AMOUNT, true)
      },
    },
    {
      name: 'refund: refunded once (or not promised)',
      run: async bench => {
        const { account } = await charge(bench, await establish(bench))
        await movementTwice(bench, 'refund', account, bench.capability.partialRefund ? 400n : AMOUNT)
      },
    },
    {
      name: 'void: voided once (or not promised, or nothing can be voided)',
      run: async bench => {
        if (bench.capability.voids === 'NONE') return expect(bench.capability.voids).toBe('NONE')
        await movementTwice(bench, 'void', await authorize(bench), bench.capability.voids === 'FULL' ? AMOUNT : 400n)
      },
    },
    {
      name: 'revokeAgreement: ended as before (or not promised)',
      run: async bench => {
        const agreement = await establish(bench)
        const request = bench.prepare(revocationCommand(bench, agreement))
        expect((await bench.send(request)).outcome).toBe('approved')
        if (!isSafe(bench, 'revokeAgreement'))
          return expect(bench.provider.idempotencySupport.safeVerbs).not.toContain('revokeAgreement')
        await sendAgain(bench, request)
      },
    },
    {
      name: 'kept as text and read again: the request that is sent from the records is the request that was prepared',
      run: async bench => {
        const command = chargeCommand(bench, await establish(bench))
        const stored = JSON.parse(JSON.stringify(bench.prepare(command))) as ProviderRequest
        const account = new ChargeAccount(money(bench), command.sentReference)
        account.hear(account.sentReference, await bench.send(stored))
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
  ],
}
