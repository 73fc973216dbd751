import type { ProviderCode as Code } from '../../src/domain/enums.ts'
import { describedEnum } from './enum.ts'

export const ProviderCode = describedEnum<Code>('ProviderCode', 'A payment provider behind the gateway.', {
  PPRO: 'PPRO: local payment methods and wallets, e.g. Amazon Pay.',
  APS: 'Amazon Payment Services: cards, kept as tokens, and charged without the consumer.',
})
