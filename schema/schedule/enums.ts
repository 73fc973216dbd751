import type { ExhaustedAction as Action, ScheduleStatus as Status } from '../../src/domain/enums.ts'
import { describedEnum } from '../common/enum.ts'

export const ScheduleStatus = describedEnum<Status>(
  'ScheduleStatus',
  'The status of a schedule. COMPLETED and CANCELED are final.',
  {
    ACTIVE: 'Each occurrence is charged when it is due.',
    PAUSED:
      'Nothing is charged until scheduleResume. Occurrences that become due meanwhile are SKIPPED. See ' +
      'statusReason.',
    PAST_DUE:
      'A payment failed and has a retry planned: see the occurrences with status RETRYING. New occurrences are ' +
      'still charged when they are due.',
    COMPLETED: 'The schedule reached its end, and every occurrence is paid, failed or skipped.',
    CANCELED: 'Nothing more is charged. See statusReason.',
  },
)

export const ExhaustedAction = describedEnum<Action>(
  'ExhaustedAction',
  'What happens to a schedule after a payment failed and no retry is left.',
  {
    PAUSE: 'The schedule becomes PAUSED until scheduleResume.',
    CANCEL: 'The schedule becomes CANCELED. This is final.',
    CONTINUE: 'The schedule continues with its next occurrence. The failed occurrence stays unpaid.',
  },
)
