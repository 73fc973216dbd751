import type { OccurrenceStatus as Status } from '../../src/domain/enums.ts'
import { describedEnum } from '../common/enum.ts'

export const OccurrenceStatus = describedEnum<Status>(
  'OccurrenceStatus',
  'The status of an occurrence. PAID and SKIPPED are final. occurrenceRetry can charge a FAILED occurrence again.',
  {
    UPCOMING: 'The schedule’s next occurrence. It is charged at dueAt.',
    PROCESSING: 'A charge is in progress, or its outcome is not known yet. No other charge is made meanwhile.',
    PAID: 'A charge succeeded.',
    RETRYING: 'The last charge failed. The next retry is at nextRetryAt.',
    FAILED: 'Not paid, and there is no automatic retry. See statusReason.',
    SKIPPED: 'Skipped: it is never charged. See statusReason.',
  },
)
