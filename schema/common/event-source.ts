import type { EventSource as Source } from '../../src/domain/enums.ts'
import { describedEnum } from './enum.ts'

export const EventSource = describedEnum<Source>('EventSource', 'What caused a change.', {
  API: 'A request to this API.',
  PROVIDER_RESPONSE: 'The provider’s answer to a request of the gateway.',
  WEBHOOK: 'A webhook from the provider.',
  RECONCILIATION: 'A status query: the gateway asked the provider for the outcome.',
  SCHEDULER: 'A timer of the gateway: something became due or expired.',
  OPERATOR: 'A person’s decision.',
})
