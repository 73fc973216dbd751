import type { OccurrenceStatus as Status } from '../../src/domain/enums.ts'
import { describedEnum } from '../common/enum.ts'

export const OccurrenceStatus = describedEnum<Status>(
  'OccurrenceStatus',
  'What has become of an occurrence of a schedule. From PAID and SKIPPED it never moves again; a FAILED one can be tried again by occurrenceRetry.',
  {
    UPCOMING: 'The schedule’s next occurrence: it is charged when it falls due.',
    PROCESSING:
      'A charge for it is under way, or its outcome is not known yet: nothing else is charged for it meanwhile.',
    PAID: 'A charge for it succeeded.',
    RETRYING: 'Its last charge failed, and another is made at nextRetryAt.',
    FAILED: 'It was not paid, and nothing more is tried by itself; statusReason says why.',
    SKIPPED: 'It is never charged; statusReason says why.',
  },
)
