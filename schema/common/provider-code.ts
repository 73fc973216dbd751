import type { ProviderCode as Code } from '../../src/domain/enums.ts'
import { describedEnum } from './enum.ts'

export const ProviderCode = describedEnum<Code>('ProviderCode', 'A payment provider.', {
  PPRO: 'PPRO: local payment methods and wallets, e.g. Amazon Pay.',
  APS: 'Amazon Payment Services: stored cards, charged without the consumer.',
})
