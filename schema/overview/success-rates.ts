import type { ProviderCode as Code } from '../../src/domain/enums.ts'
import { type ChargeResults, resultsOf, successRateOf } from '../../src/domain/overview/charge-results.ts'
import { builder } from '../builder.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { listOf } from '../lists/sizes.ts'
import { Overview } from './node.ts'

interface MethodResults extends ChargeResults {
  readonly provider: Code
  readonly paymentMethod: string
}

const MethodSuccess = builder.objectRef<MethodResults>('MethodSuccess').implement({
  description: 'How the charges of one payment method ended. DISCARDED charges are not counted.',
  fields: t => ({
    provider: t.expose('provider', { type: ProviderCode, description: 'The provider.' }),
    paymentMethod: t.exposeString('paymentMethod', { description: 'The payment method, e.g. AMAZON_PAY or CARD.' }),
    charges: t.exposeInt('charges', { description: 'The number of charges, first attempts and retries.' }),
    succeeded: t.exposeInt('succeeded', {
      description: 'How many were authorized, whether they were captured, refunded or voided afterwards.',
    }),
    failed: t.exposeInt('failed', { description: 'How many have status FAILED.' }),
    open: t.exposeInt('open', { description: 'How many have no outcome yet.' }),
    successRate: t.float({
      nullable: true,
      description: 'succeeded / (succeeded + failed), from 0 to 1. Null if both are 0.',
      resolve: successRateOf,
    }),
  }),
})

// ── Overview.successRates

builder.objectField(Overview, 'successRates', t =>
  t.field({
    type: [MethodSuccess],
    description: 'How the charges of the time range ended, by provider and payment method, the most frequent first.',
    extensions: listOf(5),
    resolve: async (overview, _args, context) => {
      const rows = await overview.chargeResults(context)
      const groups = Map.groupBy(rows, ({ provider, paymentMethod }) => `${provider} ${paymentMethod}`)
      return [...groups.values()]
        .flatMap(([first, ...rest]): MethodResults[] =>
          first === undefined
            ? []
            : [{ provider: first.provider, paymentMethod: first.paymentMethod, ...resultsOf([first, ...rest]) }],
        )
        .sort((a, b) => b.charges - a.charges || a.paymentMethod.localeCompare(b.paymentMethod))
    },
  }),
)
