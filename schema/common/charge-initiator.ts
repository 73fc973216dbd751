import type { ChargeInitiator as Initiator } from '../../src/domain/enums.ts'
import { describedEnum } from './enum.ts'

export const ChargeInitiator = describedEnum<Initiator>('ChargeInitiator', 'Who starts an action.', {
  CONSUMER: 'The consumer, who is present and can be asked to authenticate.',
  MERCHANT: 'The merchant, without the consumer.',
})
