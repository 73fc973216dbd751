import type { Money } from '../../src/base/money.ts'
import { type ChargeResults, hasSucceeded, resultsOf } from '../../src/domain/overview/charge-results.ts'
import type { ChargeResultRow } from '../../src/store/reads/overview/charge-results.ts'
import { builder } from '../builder.ts'
import { listOf } from '../lists/sizes.ts'
import { Overview } from './node.ts'

interface RetryResults extends ChargeResults {
  readonly attemptNumber: number
  readonly recovered: readonly Money[]
}

const RetryRecovery = builder.objectRef<RetryResults>('RetryRecovery').implement({
  description: 'How the retries with one attempt number ended. DISCARDED charges are not counted.',
  fields: t => ({
    attemptNumber: t.exposeInt('attemptNumber', { description: '2 for first retries, 3 for second ones, and so on.' }),
    charges: t.exposeInt('charges', { description: 'The number of these retries.' }),
    succeeded: t.exposeInt('succeeded', { description: 'How many were authorized: the payment was recovered.' }),
    failed: t.exposeInt('failed', { description: 'How many have status FAILED.' }),
    open: t.exposeInt('open', { description: 'How many have no outcome yet.' }),
    recovered: t.expose('recovered', {
      type: ['Money'],
      description:
        'The sum of the charges that succeeded, one amount for each currency. Later refunds are not deducted.',
      extensions: listOf(3),
    }),
  }),
})

function recovery(attemptNumber: number, rows: readonly ChargeResultRow[]): RetryResults {
  const sums = new Map<string, bigint>()
  for (const { status, currency, amount } of rows)
    if (hasSucceeded(status)) sums.set(currency, (sums.get(currency) ?? 0n) + amount)
  const recovered = [...sums].sort().map(([currency, value]) => ({ value, currency }))
  return { attemptNumber, ...resultsOf(rows), recovered }
}

// ── Overview.retries

builder.objectField(Overview, 'retries', t =>
  t.field({
    type: [RetryRecovery],
    description: 'What the retries of the time range recovered, by attempt number. Empty if there were none.',
    extensions: listOf(5),
    resolve: async (overview, _args, context) => {
      const rows = await overview.chargeResults(context)
      const retries = Map.groupBy(rows, ({ attemptNumber }) => attemptNumber)
      retries.delete(1)
      return [...retries].sort(([a], [b]) => a - b).map(([number, under]) => recovery(number, under))
    },
  }),
)
