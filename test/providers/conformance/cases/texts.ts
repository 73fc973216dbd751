import { expect } from 'vitest'
import { AMOUNT, establish } from '../agreement-steps.ts'
import type { ConformanceTopic } from '../case.ts'
import { askAboutCharge, charge, operate } from '../charge-steps.ts'

/** Names of people, and texts of merchants. The last one could join the next parameter's name in a signature. */
const texts = [
  'Ada Lovelace 2nd',
  'John Doe (2)',
  '½',
  'Müßig',
  'Łukasz',
  'محمد علي',
  '张伟',
  '💳👍🏽',
  'n'.repeat(600),
  '💳'.repeat(600),
  'half \ud83d',
  'a=1&acquirer_',
]

export const textCases: ConformanceTopic = {
  name: 'texts',
  cases: [
    {
      name: 'no name and no text is refused: first and later charges are paid, a refund is made',
      run: async bench => {
        for (const text of texts) {
          const { consumer } = bench.simulation.method
          const called = bench.over({ consumer: { ...consumer, name: text } })
          const agreement = await establish(called, { amount: AMOUNT, text })
          const first = agreement.initialCharge()
          await askAboutCharge(called, first)
          const later = await charge(called, agreement, { text })
          const refund = await operate(called, later.account, 'refund', AMOUNT, text)
          expect([text, agreement.status, first.status, later.answer.outcome, refund.answer.outcome]).toEqual([
            ...[text, 'ACTIVE', 'CAPTURED', 'approved', 'approved'],
          ])
        }
      },
    },
  ],
}
