import {
  networkRulesOf,
  type RetryBudget as RetryBudgetShape,
  retryBudget,
} from '../../src/domain/charge/retry-budget.ts'
import { builder } from '../builder.ts'

const RetryBudget = builder.objectRef<RetryBudgetShape>('RetryBudget').implement({
  description:
    'How a card stands by its network’s limit on attempts that the merchant starts. An attempt counts from when it is made ' +
    'until it succeeds, or leaves the window, which begins when its answer came; one that never reached the issuer does not count. Once `used` has come to ' +
    '`allowed`, such charges are refused as InvalidState, whatever their amount. A charge that the consumer starts is not ' +
    'affected.',
  fields: t => ({
    used: t.exposeInt('used', {
      description: 'Attempts within the window that came to nothing, or whose outcome is not known yet.',
    }),
    allowed: t.exposeInt('allowed', { description: 'How many the rule allows within a window.' }),
    windowStartsAt: t.expose('windowStartsAt', {
      type: 'DateTime',
      description: 'When the oldest attempt that counts was answered; now where none counts, or it is still open.',
    }),
    windowEndsAt: t.expose('windowEndsAt', {
      type: 'DateTime',
      description: 'When that attempt counts no longer, so that `used` is one less.',
    }),
    rule: t.exposeString('rule', {
      description:
        'The rule, e.g. VISA_15_IN_30_DAYS. Where a network has several, the one that leaves the fewest attempts. New ones may come.',
    }),
  }),
})

// ── Agreement.retryBudget

builder.objectField('Agreement', 'retryBudget', t =>
  t.field({
    type: RetryBudget,
    nullable: true,
    description:
      'How many more attempts that the merchant starts the networks’ rules allow on this instrument; null where no such rule ' +
      'exists, as for wallets.',
    resolve: async ({ instrumentId }, _args, { loaders, deps }) => {
      if (instrumentId === null) return null
      const rules = networkRulesOf((await loaders.instrument.load(instrumentId))?.brand)
      if (rules.length === 0) return null
      const counted = await loaders.countedAttemptsOfInstrument.load(instrumentId)
      const countedAt = counted.map(({ at }) => at)
      return retryBudget(rules, countedAt, deps.clock.now()) ?? null
    },
  }),
)
