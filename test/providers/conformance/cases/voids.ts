import { expect } from 'vitest'
import { AMOUNT, establish } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceCase, ConformanceTopic } from '../case.ts'
import { authorize, authorizesSeparately, charge, operate, operationCommand } from '../charge-steps.ts'
import { expectBalanced } from '../expectations.ts'

/** If nothing can be voided, a void moves nothing, wherever it is refused. */
async function voidsNothing(bench: Bench): Promise<void> {
  const { account } = await charge(bench, await establish(bench))
  const prepared = bench.provider.prepare(operationCommand(bench, account, 'void', AMOUNT))
  if (prepared.ok) expect((await bench.send(prepared.request)).outcome).toBe('declined')
  else expect(prepared.error).toMatchObject({ code: 'UNSUPPORTED_BY_PROVIDER' })
  await expectBalanced(bench, account, { captured: AMOUNT })
}

function voiding(name: string, run: (bench: Bench) => Promise<void>): ConformanceCase {
  const canVoid = (bench: Bench) => bench.capability.voids !== 'NONE' && authorizesSeparately(bench)
  return { name, run: bench => (canVoid(bench) ? run(bench) : voidsNothing(bench)) }
}

export const voids: ConformanceTopic = {
  name: 'voids',
  cases: [
    voiding('of the whole', async bench => {
      const account = await authorize(bench)
      expect((await operate(bench, account, 'void', AMOUNT)).answer.outcome).toBe('approved')
      expect(account.status).toBe('VOIDED')
      await expectBalanced(bench, account, { voided: AMOUNT })
    }),
    voiding('of the rest after a capture (or the table says whole only: declined, nothing voided)', async bench => {
      const account = await authorize(bench)
      expect((await operate(bench, account, 'capture', 700n)).answer.outcome).toBe('approved')
      const { answer } = await operate(bench, account, 'void', 300n)
      const voids = bench.capability.voids === 'PARTIAL'
      expect(answer.outcome).toBe(voids ? 'approved' : 'declined')
      expect(account.status).toBe(voids ? 'CAPTURED' : 'PARTIALLY_CAPTURED')
      await expectBalanced(bench, account, { captured: 700n, voided: voids ? 300n : 0n })
    }),
    voiding('after the capture: declined, nothing voided', async bench => {
      const account = await authorize(bench)
      await operate(bench, account, 'capture', AMOUNT)
      expect((await operate(bench, account, 'void', AMOUNT)).answer.outcome).toBe('declined')
      await expectBalanced(bench, account, { captured: AMOUNT })
    }),
    voiding('a second time: declined, voided once', async bench => {
      const account = await authorize(bench)
      await operate(bench, account, 'void', AMOUNT)
      expect((await operate(bench, account, 'void', AMOUNT)).answer.outcome).toBe('declined')
      await expectBalanced(bench, account, { voided: AMOUNT })
    }),
    {
      name: 'of a charge that was captured at once: declined, nothing voided',
      run: async bench => {
        const { account } = await charge(bench, await establish(bench))
        const command = operationCommand(bench, account, 'void', AMOUNT)
        const prepared = bench.provider.prepare(command)
        expect(prepared.ok ? (await bench.send(prepared.request)).outcome : 'declined').toBe('declined')
        await expectBalanced(bench, account, { captured: AMOUNT })
      },
    },
  ],
}
