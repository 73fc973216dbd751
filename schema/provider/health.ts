import type { CircuitState as Circuit, ProviderHealth as Health } from '../../src/providers/port/provider.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'

const CircuitState = describedEnum<Circuit>('CircuitState', 'Whether the gateway sends requests to a provider.', {
  CLOSED: 'Requests are sent.',
  HALF_OPEN: 'A few requests are sent, to test whether the provider works again.',
  OPEN: 'No requests are sent, because too many failed recently. New requests return ProviderUnavailable.',
})

export const ProviderHealth = builder.objectRef<Health>('ProviderHealth').implement({
  description: 'The recent health of a provider, measured by this gateway process.',
  fields: t => ({
    circuit: t.expose('circuit', { type: CircuitState, description: 'Whether requests are sent to the provider.' }),
    successRate: t.exposeFloat('successRate', {
      nullable: true,
      description:
        'The share of recent calls that the provider answered, from 0 to 1. A decline is an answer. Null before the first call.',
    }),
    p95LatencyMs: t.int({
      nullable: true,
      description: 'The 95th percentile of recent response times, in milliseconds. Null before the first call.',
      resolve: ({ p95LatencyMs }) => (p95LatencyMs === null ? null : Math.round(p95LatencyMs)),
    }),
    lastFailureAt: t.expose('lastFailureAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a call last got no answer. Null if this never happened.',
    }),
  }),
})
