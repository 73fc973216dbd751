import type { CircuitState as Circuit, ProviderHealth as Health } from '../../src/providers/port/provider.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'

const CircuitState = describedEnum<Circuit>('CircuitState', 'Whether requests go out to a provider.', {
  CLOSED: 'They do.',
  HALF_OPEN: 'A few do, to see whether it works again.',
  OPEN: 'None do: it failed too often of late. New requests are answered with ProviderUnavailable.',
})

export const ProviderHealth = builder.objectRef<Health>('ProviderHealth').implement({
  description: 'How a provider did lately, as seen from this process.',
  fields: t => ({
    circuit: t.expose('circuit', { type: CircuitState, description: 'Whether requests go out to it.' }),
    successRate: t.exposeFloat('successRate', {
      nullable: true,
      description: 'Share of the last calls that it answered, 0 to 1; a decline is an answer. Null before the first.',
    }),
    p95LatencyMs: t.int({
      nullable: true,
      description: 'Milliseconds within which 95 of 100 of the last calls were answered; null before the first.',
      resolve: ({ p95LatencyMs }) => (p95LatencyMs === null ? null : Math.round(p95LatencyMs)),
    }),
    lastFailureAt: t.expose('lastFailureAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a call last went unanswered; null where none has.',
    }),
  }),
})
