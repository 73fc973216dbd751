import type { OperationStatus as Status } from '../../src/domain/enums.ts'
import { describedEnum } from './enum.ts'

export const OperationStatus = describedEnum<Status>(
  'OperationStatus',
  'How far a request to a provider has come: an authorisation, capture, refund, void or revocation.',
  {
    PROCESSING: 'Recorded here, and on its way to the provider.',
    UNKNOWN: 'It went out and its answer was lost. The gateway is finding out; its amount counts as taken meanwhile.',
    PENDING: 'The provider took it; how it ends comes later.',
    SUCCEEDED: 'Done, for good.',
    FAILED: 'It did not happen; failure says why.',
  },
)
