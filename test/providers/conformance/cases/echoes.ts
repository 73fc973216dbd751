import { expect } from 'vitest'
import { AMOUNT, establish } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import { askAboutCharge, charge } from '../charge-steps.ts'
import { expectBalanced } from '../expectations.ts'
import type { Distortion } from '../harness.ts'

/** A genuine response changed on its way: rejected, logged, and settled by a status query. */
async function bent(bench: Bench, distortion: Distortion): Promise<void> {
  const agreement = await establish(bench)
  let isEchoed = true
  bench.relay.changeNextAnswer(answer => {
    const distorted = bench.simulation.wire.distort(answer, distortion)
    isEchoed = distorted !== undefined
    return distorted ?? answer
  })
  const { account, answer } = await charge(bench, agreement)
  if (!isEchoed) return expect(answer.outcome, 'an answer that carries no such thing').toBe('approved')
  expect(answer).toMatchObject({ outcome: 'unknown' })
  expect(bench.lines.map(({ level }) => level)).toContain('warn')
  expect(account.sums.captured).toBe(0n)
  expect((await askAboutCharge(bench, account)).found).toBe('yes')
  await expectBalanced(bench, account, { captured: AMOUNT })
}

export const echoes: ConformanceTopic = {
  name: 'responses about another object',
  cases: [
    { name: 'another amount: unknown, then queried', run: bench => bent(bench, 'amount') },
    { name: 'another currency: unknown, then queried', run: bench => bent(bench, 'currency') },
    { name: 'another reference: unknown, then queried', run: bench => bent(bench, 'reference') },
    {
      name: 'a wrong signature (or responses are not signed): unknown, then queried',
      run: bench => bent(bench, 'signature'),
    },
  ],
}
