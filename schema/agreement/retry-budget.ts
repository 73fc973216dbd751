import {
  networkRulesOf,
  type RetryBudget as RetryBudgetShape,
  retryBudget,
} from '../../src/domain/charge/retry-budget.ts'
import { builder } from '../builder.ts'

const RetryBudget = builder.objectRef<RetryBudgetShape>('RetryBudget').implement({
  description:
    'How much of the card network’s limit on merchant-initiated attempts is used. An attempt counts while its ' +
    'outcome is open, and after a decline until it leaves the window. Attempts that succeed or never reach the card issuer ' +
    'do not count. When used reaches allowed, further merchant-initiated charges return InvalidState, whatever ' +
    'their amount. Consumer-initiated charges are not limited.',
  fields: t => ({
    used: t.exposeInt('used', {
      description: 'Attempts in the window that failed or have no known outcome yet.',
    }),
    allowed: t.exposeInt('allowed', { description: 'The maximum number of attempts in a window.' }),
    windowStartsAt: t.expose('windowStartsAt', {
      type: 'DateTime',
      description:
        'When the provider answered the oldest counted attempt. The current time if no attempt counts or that ' +
        'attempt has no answer yet.',
    }),
    windowEndsAt: t.expose('windowEndsAt', {
      type: 'DateTime',
      description: 'When the oldest attempt leaves the window and used decreases by one.',
    }),
    rule: t.exposeString('rule', {
      description:
        'The rule that applies, e.g. VISA_15_IN_30_DAYS. If a network has several rules, the one with the fewest ' +
        'attempts left. New rules may be added.',
    }),
  }),
})

// ── Agreement.retryBudget

builder.prismaObjectField('Agreement', 'retryBudget', t =>
  t.field({
    type: RetryBudget,
    nullable: true,
    clientNull: true,
    description:
      'How many merchant-initiated attempts the card network’s rules still allow. Null if no rule applies, e.g. ' +
      'for wallets.',
    select: { instrument: { select: { id: true, brand: true } } },
    resolve: async ({ instrument }, _args, { loaders, deps }) => {
      if (instrument === null) return null
      const rules = networkRulesOf(instrument.brand)
      if (rules.length === 0) return null
      const counted = await loaders.countedAttemptsOfInstrument.load(instrument.id)
      const countedAt = counted.map(({ at }) => at)
      return retryBudget(rules, countedAt, deps.clock.now()) ?? null
    },
  }),
)
