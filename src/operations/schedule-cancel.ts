import { reasonOf } from '../domain/given-reason.ts'
import { cancelSchedule } from '../domain/schedule/standing.ts'
import type { Result } from '../domain/user-error.ts'
import { invalidState } from './answers.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'
import type { ScheduleCancelInput } from './inputs.ts'
import { type ScheduleChanged, scheduleApply } from './schedule-apply.ts'

/** Charges nothing any more. A charge that is under way comes to its own end. */
export function scheduleCancel(
  deps: Deps,
  caller: Caller,
  { scheduleId, reason }: ScheduleCancelInput,
): Promise<Result<ScheduleChanged, 'NOT_FOUND' | 'INVALID_STATE'>> {
  return scheduleApply(deps, caller, {
    scheduleId,
    change: async ({ book }) => {
      const { status } = book.schedule
      if (status === 'COMPLETED')
        return {
          refused: invalidState(
            status,
            'The schedule is COMPLETED: it charges nothing any more, so there is nothing to cancel.',
          ).error,
        }
      return { book: status === 'CANCELED' ? book : cancelSchedule(book, reasonOf(reason)) }
    },
  })
}
