import { moveOccurrence, moveSchedule, type ScheduleState } from './transition.ts'

/** Pauses charging; retries wait until the schedule is resumed. */
export function pauseSchedule(state: ScheduleState, reason: string | null): ScheduleState {
  const paused = moveSchedule(state, 'schedule.paused', { status: 'PAUSED', statusReason: reason })
  const occurrences = paused.occurrences.map(of => (of.status === 'RETRYING' ? { ...of, nextAt: null } : of))
  return { ...paused, occurrences }
}

/** Ends charging. Requests in progress at the provider still complete. */
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
