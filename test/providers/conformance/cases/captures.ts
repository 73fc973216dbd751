import { expect } from 'vitest'
import { AMOUNT, establish } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceCase, ConformanceTopic } from '../case.ts'
import { askAboutCharge, authorize, authorizesSeparately, charge, chargeCommand, operate } from '../charge-steps.ts'
import { expectBalanced } from '../expectations.ts'

/** Where a charge is captured at once or not at all, nothing waits to be captured: never AUTHORIZED in the ledger. */
async function capturedAtOnceOrRefused(bench: Bench): Promise<void> {
  const { separateCapture, initialSeparateCapture } = bench.capability
  expect({ separateCapture, initialSeparateCapture }).toEqual({ separateCapture: false, initialSeparateCapture: false })
  const command = chargeCommand(bench, await establish(bench), { captureMode: 'MANUAL' })
  const prepared = bench.provider.prepare(command)
  if (prepared.ok) await bench.send(prepared.request)
  else expect(prepared.error).toMatchObject({ code: 'UNSUPPORTED_BY_PROVIDER' })
  expect(['CAPTURED', 'FAILED', undefined]).toContain((await bench.charged(command.sentReference))?.status)
}

function capturing(name: string, run: (bench: Bench) => Promise<void>): ConformanceCase {
  return { name, run: bench => (authorizesSeparately(bench) ? run(bench) : capturedAtOnceOrRefused(bench)) }
}

/** The parts of a capture, or the whole where the table says that it cannot be in parts. */
function partsOf(bench: Bench): readonly bigint[] {
  return bench.capability.partialCapture ? [300n, 400n] : [AMOUNT]
}

export const captures: ConformanceTopic = {
  name: 'captures',
  cases: [
    capturing('authorized only: nothing captured yet', async bench => {
      const account = await authorize(bench)
      expect(account.status).toBe('AUTHORIZED')
      await expectBalanced(bench, account, {})
    }),
    capturing('in full', async bench => {
      const account = await authorize(bench)
      expect((await operate(bench, account, 'capture', AMOUNT)).answer.outcome).toBe('approved')
      expect(account.status).toBe('CAPTURED')
      await expectBalanced(bench, account, { captured: AMOUNT })
    }),
    capturing('in part (or the table says whole only)', async bench => {
      const account = await authorize(bench)
      const [part = AMOUNT] = partsOf(bench)
      expect((await operate(bench, account, 'capture', part)).answer.outcome).toBe('approved')
      expect(account.status).toBe(part < AMOUNT ? 'PARTIALLY_CAPTURED' : 'CAPTURED')
      await expectBalanced(bench, account, { captured: part })
    }),
    capturing('twice: both count, and a status query says so too', async bench => {
      const account = await authorize(bench)
      const parts = partsOf(bench)
      for (const part of parts) expect((await operate(bench, account, 'capture', part)).answer.outcome).toBe('approved')
      const captured = parts.reduce((sum, part) => sum + part)
      await expectBalanced(bench, account, { captured })
      expect((await askAboutCharge(bench, account)).found).toBe('yes')
      await expectBalanced(bench, account, { captured })
    }),
    capturing('more than was authorized: declined, nothing captured', async bench => {
      const account = await authorize(bench)
      const { answer, sentReference } = await operate(bench, account, 'capture', AMOUNT + 1n)
      expect(answer).toMatchObject({ outcome: 'declined', failure: { kind: 'INVALID_REQUEST', advice: 'FIX_REQUEST' } })
      expect(account.statusOf(sentReference)).toBe('FAILED')
      await expectBalanced(bench, account, {})
    }),
    capturing('declined: said to be, nothing captured, and it may be tried again', async bench => {
      const account = await authorize(bench)
      await bench.control.outcomes('capture', ['GENERIC_DECLINE'])
      const { answer } = await operate(bench, account, 'capture', AMOUNT)
      expect(answer).toMatchObject({ outcome: 'declined', failure: { code: 'GENERIC_DECLINE' } })
      await expectBalanced(bench, account, {})
      expect((await operate(bench, account, 'capture', AMOUNT)).answer.outcome).toBe('approved')
      await expectBalanced(bench, account, { captured: AMOUNT })
    }),
    {
      name: 'of a charge that was captured at once: declined, nothing captured twice',
      run: async bench => {
        const { account } = await charge(bench, await establish(bench))
        const { answer } = await operate(bench, account, 'capture', AMOUNT)
        expect(answer.outcome).toBe('declined')
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
  ],
}
