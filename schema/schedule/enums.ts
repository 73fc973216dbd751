import type { ExhaustedAction as Action, ScheduleStatus as Status } from '../../src/domain/enums.ts'
import { describedEnum } from '../common/enum.ts'

export const ScheduleStatus = describedEnum<Status>(
  'ScheduleStatus',
  'How a schedule stands. From COMPLETED and CANCELED it never moves again.',
  {
    ACTIVE: 'Each occurrence is charged as it falls due.',
    PAUSED:
      'Nothing is charged until scheduleResume. Occurrences that pass meanwhile are SKIPPED; statusReason says why it was paused.',
    PAST_DUE:
      'Each occurrence is charged as it falls due, and a payment that failed is still to be tried again: see the occurrences that are RETRYING.',
    COMPLETED: 'Its end has come, and every occurrence is over: paid, failed or skipped.',
    CANCELED: 'Nothing is charged any more; statusReason says why.',
  },
)

export const ExhaustedAction = describedEnum<Action>(
  'ExhaustedAction',
  'What becomes of a schedule when a payment has failed and is not tried again.',
  {
    PAUSE: 'The schedule is PAUSED until scheduleResume.',
    CANCEL: 'The schedule is CANCELED, for good.',
    CONTINUE: 'The schedule goes on with its next occurrence; this one stays unpaid.',
  },
)
