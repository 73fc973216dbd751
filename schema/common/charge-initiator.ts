import type { ChargeInitiator as Initiator } from '../../src/domain/enums.ts'
import { describedEnum } from './enum.ts'

export const ChargeInitiator = describedEnum<Initiator>('ChargeInitiator', 'On whose initiative something is done.', {
  CONSUMER: 'The consumer is present and asked for it; they may be asked to authenticate.',
  MERCHANT: 'The merchant, without the consumer being present.',
})
