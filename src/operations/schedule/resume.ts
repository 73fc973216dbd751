import { newId } from '../../base/id.ts'
import type { Result } from '../../domain/input/user-error.ts'
import type { Dunning } from '../../domain/schedule/charging.ts'
import { resumeSchedule } from '../../domain/schedule/resume.ts'
import { isTerminalSchedule } from '../../domain/schedule/transition.ts'
import { scheduleEnded } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ScheduleResumeInput } from '../command/inputs.ts'
import { type ScheduleChanged, scheduleApply } from './apply.ts'
import { dunningOf } from './dunning.ts'

/**
 * Resumes a schedule from its next occurrence on. Occurrences that became due in the meantime are skipped. No effect if
 * it is not PAUSED.
 */
export function scheduleResume(
  deps: Deps,
  caller: Caller,
  { scheduleId }: ScheduleResumeInput,
): Promise<Result<ScheduleChanged, 'NOT_FOUND' | 'INVALID_STATE'>> {
  return scheduleApply(deps, caller, {
    scheduleId,
    change: async ({ state, row }, { sql, cause: { now } }) => {
      const { status } = state.schedule
      if (isTerminalSchedule(status)) return scheduleEnded(status)
      if (status !== 'PAUSED') return { ok: true, state }
      const plans = new Map<string, Dunning>()
      for (const occurrence of state.occurrences)
        if (occurrence.status === 'RETRYING') plans.set(occurrence.id, await dunningOf(sql, row, occurrence, now))
      const replan = ({ id }: { readonly id: string }) => plans.get(id) ?? nothingLeft
      return { ok: true, state: resumeSchedule(state, { now, newId: () => newId('occurrence', now), replan }) }
    },
  })
}

const nothingLeft: Dunning = { kind: 'exhausted', reason: 'GENERIC_DECLINE' }
