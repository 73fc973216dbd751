import { reasonOf } from '../../domain/input/reason.ts'
import type { Result } from '../../domain/input/user-error.ts'
import { cancelSchedule } from '../../domain/schedule/standing.ts'
import { invalidState } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ScheduleCancelInput } from '../command/inputs.ts'
import { type ScheduleChanged, scheduleApply } from './apply.ts'

/** Charges nothing any more. A charge that is under way comes to its own end. */
export function scheduleCancel(
  deps: Deps,
  caller: Caller,
  { scheduleId, reason }: ScheduleCancelInput,
): Promise<Result<ScheduleChanged, 'NOT_FOUND' | 'INVALID_STATE'>> {
  return scheduleApply(deps, caller, {
    scheduleId,
    change: async ({ state }) => {
      const { status } = state.schedule
      if (status === 'COMPLETED')
        return {
          refused: invalidState(
            status,
            'The schedule is COMPLETED and charges nothing any more. There is nothing to cancel.',
          ).error,
        }
      return { state: status === 'CANCELED' ? state : cancelSchedule(state, reasonOf(reason)) }
    },
  })
}
