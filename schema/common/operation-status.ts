import type { OperationStatus as Status } from '../../src/domain/enums.ts'
import { describedEnum } from './enum.ts'

export const OperationStatus = describedEnum<Status>(
  'OperationStatus',
  'The status of an operation at a provider: an authorization, capture, refund, void or revocation.',
  {
    PROCESSING: 'The gateway has saved the operation and sends it to the provider.',
    UNKNOWN:
      'The request was sent, but the response was lost. The gateway finds out the outcome automatically; until then, ' +
      'the amount counts as used.',
    PENDING: 'The provider accepted the operation and reports the outcome later.',
    SUCCEEDED: 'The operation succeeded. This status is final.',
    FAILED: 'The operation failed. See failure for the reason.',
  },
)
