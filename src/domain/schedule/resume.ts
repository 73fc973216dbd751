import { type Dunning, failOccurrence, type NewOccurrenceId, skipOccurrence } from './charging.ts'
import { chargingStatus, moveSchedule, type OccurrenceFacts, type ScheduleState } from './transition.ts'

/**
 * Resumes charging with the next occurrence; past ones are skipped. Waiting retries are planned again. An occurrence
 * without retries left fails, which does not pause the schedule again.
 */
export function resumeSchedule(
  state: ScheduleState,
  { now, newId, replan }: { now: Date; newId: NewOccurrenceId; replan: (occurrence: OccurrenceFacts) => Dunning },
): ScheduleState {
  const caughtUp = skipPassed(state, { now, newId, reason: 'SCHEDULE_PAUSED' })
  if (caughtUp.schedule.status !== 'PAUSED') return caughtUp
  const waiting = caughtUp.occurrences.filter(({ status }) => status === 'RETRYING')
  const status = chargingStatus(caughtUp.occurrences)
  let changed = moveSchedule(caughtUp, 'schedule.resumed', { status, statusReason: null })
  for (const occurrence of waiting)
    changed = failOccurrence(changed, occurrence.id, withoutAction(replan(occurrence)), newId)
  return changed
}

function withoutAction(dunning: Dunning): Dunning {
  return dunning.kind === 'exhausted' ? { ...dunning, action: 'CONTINUE' } : dunning
}

/** Skips every upcoming occurrence that is past at `now`. @param reason A code. */
export function skipPassed(
  state: ScheduleState,
  { now, newId, reason }: { now: Date; newId: NewOccurrenceId; reason: string },
): ScheduleState {
  let changed = state
  for (;;) {
    const passed = changed.occurrences.find(({ status, dueAt }) => status === 'UPCOMING' && dueAt <= now)
    if (passed === undefined) return changed
    changed = skipOccurrence(changed, passed.id, reason, newId)
  }
}
