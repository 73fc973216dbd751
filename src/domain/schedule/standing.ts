import { moveOccurrence, moveSchedule, type ScheduleState } from './transition.ts'

/** Nothing is charged until it is resumed; what was to be tried again waits. */
export function pauseSchedule(state: ScheduleState, reason: string | null): ScheduleState {
  const paused = moveSchedule(state, 'schedule.paused', { status: 'PAUSED', statusReason: reason })
  const occurrences = paused.occurrences.map(of => (of.status === 'RETRYING' ? { ...of, nextAt: null } : of))
  return { ...paused, occurrences }
}

/** Nothing is charged any longer. What is under way at the provider comes to its own end. */
export function cancelSchedule(state: ScheduleState, reason: string | null): ScheduleState {
  const canceled = moveSchedule(state, 'schedule.canceled', { status: 'CANCELED', statusReason: reason })
  let changed = canceled
  for (const { id, status } of canceled.occurrences) {
    const end = { statusReason: reason ?? 'SCHEDULE_CANCELED', nextAt: null }
    if (status === 'UPCOMING')
      changed = moveOccurrence(changed, id, {
        type: 'schedule.occurrence_skipped',
        change: { ...end, status: 'SKIPPED' },
      })
    else if (status === 'RETRYING')
      changed = moveOccurrence(changed, id, {
        type: 'schedule.occurrence_failed',
        change: { ...end, status: 'FAILED' },
      })
  }
  return changed
}
