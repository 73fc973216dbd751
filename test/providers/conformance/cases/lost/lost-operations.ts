import { expect } from 'vitest'
import type { StatusAnswer } from '../../../../../src/providers/port/outcome.ts'
import type { FaultKind } from '../../../../../src/sandbox/faults/faults.ts'
import type { ChargeAccount } from '../../accounts.ts'
import { AMOUNT, askAboutAgreement, establish, revoke } from '../../agreement-steps.ts'
import type { Bench } from '../../bench.ts'
import type { ConformanceTopic } from '../../case.ts'
import {
  askAboutCharge,
  authorize,
  authorizesSeparately,
  charge,
  type OperationVerb,
  operate,
} from '../../charge-steps.ts'
import { expectBalanced } from '../../expectations.ts'

const HOUR_MS = 3_600_000

/** Its response is lost; then a status query about the charge follows. */
async function loseAndAsk(bench: Bench, account: ChargeAccount, verb: OperationVerb, amount: bigint, fault: FaultKind) {
  await bench.control.faults([fault])
  const { answer, sentReference } = await operate(bench, account, verb, amount)
  expect(answer).toMatchObject({ outcome: 'unknown' })
  await bench.control.reset()
  const heard = await askAboutCharge(bench, account, { verb, sentReference })
  return { heard, sentReference }
}

const captured = async (bench: Bench) => (await charge(bench, await establish(bench))).account

/** Our references of the operations in the result of a status query. */
function operationsIn(heard: Extract<StatusAnswer, { found: 'yes' }>): readonly unknown[] {
  return heard.reports
    .flatMap(report => (report.about === 'charge' ? report.operations : []))
    .map(one => one.sentReference)
}

/** The number of requests. */
async function questionsIn(bench: Bench, work: () => Promise<unknown>): Promise<number> {
  const before = bench.relay.requests.length
  await work()
  return bench.relay.requests.length - before
}

function needsSeparateCapture(bench: Bench): boolean {
  if (authorizesSeparately(bench)) return false
  expect(bench.capability).toMatchObject({ separateCapture: false, initialSeparateCapture: false })
  return true
}

const secondOfTwoCaptures = [
  {
    name: 'the second of two equal captures lost after its effect: told apart from the first',
    ...({ fault: 'dropAfterEffect', status: 'SUCCEEDED', taken: 800n } as const),
  },
  {
    name: 'the second of two equal captures lost before its effect: not mistaken for the first',
    ...({ fault: 'dropBeforeEffect', status: 'UNKNOWN', taken: 400n } as const),
  },
]

export const lostOperations: ConformanceTopic = {
  name: 'lost captures, refunds, voids and revocations',
  cases: [
    {
      name: 'a capture lost after its effect: found (or nothing is ever only authorized)',
      run: async bench => {
        if (needsSeparateCapture(bench)) return
        const account = await authorize(bench)
        const { sentReference } = await loseAndAsk(bench, account, 'capture', AMOUNT, 'dropAfterEffect')
        expect(account.statusOf(sentReference)).toBe('SUCCEEDED')
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    ...secondOfTwoCaptures.map(({ name, fault, status, taken }) => ({
      name,
      run: async (bench: Bench) => {
        if (needsSeparateCapture(bench)) return
        if (!bench.capability.partialCapture) return expect(bench.capability.partialCapture).toBe(false)
        const account = await authorize(bench)
        await operate(bench, account, 'capture', 400n)
        const { sentReference } = await loseAndAsk(bench, account, 'capture', 400n, fault)
        expect(account.statusOf(sentReference)).toBe(status)
        await expectBalanced(bench, account, { captured: taken })
      },
    })),
    {
      name: 'a refund lost after its effect: found',
      run: async bench => {
        const account = await captured(bench)
        const { sentReference } = await loseAndAsk(bench, account, 'refund', AMOUNT, 'error500AfterEffect')
        expect(account.statusOf(sentReference)).toBe('SUCCEEDED')
        await expectBalanced(bench, account, { captured: AMOUNT, refunded: AMOUNT })
      },
    },
    {
      name: 'a refund lost before its effect: not found, still unknown, nothing refunded',
      run: async bench => {
        const account = await captured(bench)
        const { sentReference } = await loseAndAsk(bench, account, 'refund', AMOUNT, 'dropBeforeEffect')
        expect(account.statusOf(sentReference)).toBe('UNKNOWN')
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
    {
      name: 'a pending refund: a status query never reports that there is none',
      run: async bench => {
        const account = await captured(bench)
        await bench.control.outcomes('refund', ['pending'])
        const { answer, sentReference } = await operate(bench, account, 'refund', AMOUNT)
        expect(answer.outcome).toBe('pending')
        const heard = await askAboutCharge(bench, account, { verb: 'refund', sentReference })
        if (heard.found === 'yes') expect(operationsIn(heard)).toContain(sentReference)
        else expect(heard.found).toBe('unknown')
        await bench.control.advance(HOUR_MS)
        await askAboutCharge(bench, account, { verb: 'refund', sentReference })
        expect(account.statusOf(sentReference)).toBe('SUCCEEDED')
        await expectBalanced(bench, account, { captured: AMOUNT, refunded: AMOUNT })
      },
    },
    {
      name: 'a status query of a refund of which any part is lost: never reports that there is none',
      run: async bench => {
        const account = await captured(bench)
        const { sentReference } = await operate(bench, account, 'refund', AMOUNT)
        const asked = await questionsIn(bench, () => askAboutCharge(bench, account, { verb: 'refund', sentReference }))
        for (let lost = 0; lost < asked; lost++) {
          bench.relay.changeAnswer(lost, () => '')
          const heard = await askAboutCharge(bench, account, { verb: 'refund', sentReference })
          expect([lost, heard.found]).toEqual([lost, 'unknown'])
        }
      },
    },
    {
      name: 'a void lost after its effect: found (or nothing can be voided)',
      run: async bench => {
        if (bench.capability.voids === 'NONE') return expect(bench.capability.voids).toBe('NONE')
        const account = await authorize(bench)
        const { sentReference } = await loseAndAsk(bench, account, 'void', AMOUNT, 'malformedAnswer')
        expect(account.statusOf(sentReference)).toBe('SUCCEEDED')
        await expectBalanced(bench, account, { voided: AMOUNT })
      },
    },
    {
      name: 'a revocation lost after its effect: unknown, then read (or cannot be read)',
      run: async bench => {
        const agreement = await establish(bench)
        await bench.control.faults(['dropAfterEffect'])
        expect(await revoke(bench, agreement)).toMatchObject({ outcome: 'unknown' })
        expect(agreement.status).toBe('ACTIVE')
        await bench.control.reset()
        await askAboutAgreement(bench, agreement)
        expect(agreement.status).toBe(bench.provider.readsAgreements ? 'REVOKED_BY_MERCHANT' : 'ACTIVE')
      },
    },
  ],
}
