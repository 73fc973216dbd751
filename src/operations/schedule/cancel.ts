import { reasonOf } from '../../domain/input/reason.ts'
import type { Result } from '../../domain/input/user-error.ts'
import { cancelSchedule } from '../../domain/schedule/pause-and-cancel.ts'
import { invalidState } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ScheduleCancelInput } from '../command/inputs.ts'
import { type ScheduleChanged, scheduleApply } from './apply.ts'

/** Cancels a schedule: it makes no more charges. A charge in progress is finished. */
export function scheduleCancel(
  deps: Deps,
  caller: Caller,
  { scheduleId, reason }: ScheduleCancelInput,
): Promise<Result<ScheduleChanged, 'NOT_FOUND' | 'INVALID_STATE'>> {
  return scheduleApply(deps, caller, {
    scheduleId,
    change: ({ state }) => {
      const { status } = state.schedule
      if (status === 'COMPLETED')
        return invalidState(
          status,
          'The schedule is COMPLETED and makes no more charges, so there is nothing to cancel.',
        )
      return { ok: true, state: status === 'CANCELED' ? state : cancelSchedule(state, reasonOf(reason)) }
    },
  })
}
