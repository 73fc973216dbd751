import { reasonOf } from '../../domain/input/reason.ts'
import type { Result } from '../../domain/input/user-error.ts'
import { pauseSchedule } from '../../domain/schedule/pause-and-cancel.ts'
import { isTerminalSchedule } from '../../domain/schedule/transition.ts'
import { scheduleEnded } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { SchedulePauseInput } from '../command/inputs.ts'
import { type ScheduleChanged, scheduleApply } from './apply.ts'

/**
 * Pauses a schedule: nothing is charged until it is resumed, and occurrences that become due in the meantime are
 * skipped. No effect if it is already PAUSED.
 */
export function schedulePause(
  deps: Deps,
  caller: Caller,
  { scheduleId, reason }: SchedulePauseInput,
): Promise<Result<ScheduleChanged, 'NOT_FOUND' | 'INVALID_STATE'>> {
  return scheduleApply(deps, caller, {
    scheduleId,
    change: ({ state }) => {
      const { status } = state.schedule
      if (isTerminalSchedule(status)) return scheduleEnded(status)
      return { ok: true, state: status === 'PAUSED' ? state : pauseSchedule(state, reasonOf(reason)) }
    },
  })
}
