import type { EventSource as Source } from '../../src/domain/enums.ts'
import { describedEnum } from './enum.ts'

export const EventSource = describedEnum<Source>('EventSource', 'What brought a change about.', {
  API: 'A caller of this API asked for it.',
  PROVIDER_RESPONSE: 'The provider answered a request of ours.',
  WEBHOOK: 'The provider told us unasked.',
  RECONCILIATION: 'The gateway asked the provider what became of something, and found out.',
  SCHEDULER: 'The gateway’s own timers: something fell due or ran out.',
  OPERATOR: 'A person decided it.',
})
