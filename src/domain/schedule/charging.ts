import type { ExhaustedAction } from '../enums.ts'
import { occurrenceAt } from './occurrence.ts'
import { cancelSchedule, pauseSchedule } from './standing.ts'
import {
  addUpcoming,
  isTerminalSchedule,
  moveOccurrence,
  moveSchedule,
  type OccurrenceFacts,
  occurrenceIn,
  type ScheduleState,
} from './transition.ts'

/** What becomes of an occurrence whose payment has come to nothing. */
export type Dunning =
  | { readonly kind: 'retry'; readonly at: Date; readonly reason: string }
  /** Nothing more is tried. `action` is the policy's where it is left out. `reason`, here as there: a code. */
  | { readonly kind: 'exhausted'; readonly reason: string; readonly action?: ExhaustedAction }

/** Ids of the occurrences that a change adds. */
export type NewOccurrenceId = () => string

/** A charge for an occurrence is about to be made. With the first one the schedule comes to its next occurrence. */
export function beginOccurrence(state: ScheduleState, id: string, now: Date, newId: NewOccurrenceId): ScheduleState {
  const { status, tries } = occurrenceIn(state, id)
  const begun = moveOccurrence(state, id, {
    type: 'schedule.occurrence_processing',
    change: { status: 'PROCESSING', statusReason: null, nextAt: null, tries: tries + 1, lastTriedAt: now },
    data: { attemptNumber: tries + 1 },
  })
  return status === 'UPCOMING' ? comeToNext(begun, newId) : begun
}

/** The occurrence is paid. */
export function payOccurrence(state: ScheduleState, id: string): ScheduleState {
  const change = { status: 'PAID', statusReason: null, nextAt: null } as const
  return completeIfDone(moveOccurrence(state, id, { type: 'schedule.occurrence_paid', change }))
}

/**
 * A try has come to nothing, or was not allowed. What is canceled, or paused, tries nothing more by itself: paused, the
 * occurrence waits for the schedule to be resumed. `tried` counts a try for which no charge was made.
 */
export function failOccurrence(
  state: ScheduleState,
  id: string,
  dunning: Dunning,
  newId: NewOccurrenceId,
  tried: Partial<Pick<OccurrenceFacts, 'tries' | 'lastTriedAt'>> = {},
): ScheduleState {
  const { status: scheduleStatus } = state.schedule
  const upcoming = occurrenceIn(state, id).status === 'UPCOMING'
  if (dunning.kind === 'exhausted' || isTerminalSchedule(scheduleStatus)) {
    const { reason } = dunning
    const change = { ...tried, status: 'FAILED', statusReason: reason, nextAt: null } as const
    const action = dunning.kind === 'exhausted' ? (dunning.action ?? state.schedule.onExhausted) : 'CONTINUE'
    const decidesSchedule = action !== 'CONTINUE'
    const failed = moveOccurrence(state, id, { type: 'schedule.occurrence_failed', change, decidesSchedule })
    return completeIfDone(whenExhausted(upcoming ? comeToNext(failed, newId) : failed, action, reason))
  }
  const nextAt = scheduleStatus === 'PAUSED' ? null : dunning.at
  const change = { ...tried, status: 'RETRYING', statusReason: dunning.reason, nextAt } as const
  const retrying = moveOccurrence(state, id, { type: 'schedule.occurrence_retrying', change })
  return upcoming ? comeToNext(retrying, newId) : retrying
}

/** An occurrence that is never charged. */
export function skipOccurrence(
  state: ScheduleState,
  id: string,
  reason: string,
  newId: NewOccurrenceId,
): ScheduleState {
  const upcoming = occurrenceIn(state, id).status === 'UPCOMING'
  const change = { status: 'SKIPPED', statusReason: reason, nextAt: null } as const
  const skipped = moveOccurrence(state, id, { type: 'schedule.occurrence_skipped', change })
  return completeIfDone(upcoming ? comeToNext(skipped, newId) : skipped)
}

/** COMPLETED once every occurrence of a schedule that has an end is final. */
export function completeIfDone(state: ScheduleState): ScheduleState {
  const open = state.occurrences.some(({ status }) => ['UPCOMING', 'PROCESSING', 'RETRYING'].includes(status))
  if (open || isTerminalSchedule(state.schedule.status)) return state
  return moveSchedule(state, 'schedule.completed', { status: 'COMPLETED', statusReason: null })
}

/** The occurrence after the last one, where there is one. */
export function comeToNext(state: ScheduleState, newId: NewOccurrenceId): ScheduleState {
  if (isTerminalSchedule(state.schedule.status)) return state
  const last = Math.max(...state.occurrences.map(({ index }) => index))
  const next = occurrenceAt(state.schedule.recurrence, last + 1)
  return next === undefined ? state : addUpcoming(state, newId(), next)
}

function whenExhausted(state: ScheduleState, action: ExhaustedAction, reason: string): ScheduleState {
  if (isTerminalSchedule(state.schedule.status)) return state
  switch (action) {
    case 'CONTINUE':
      return state
    case 'CANCEL':
      return cancelSchedule(state, reason)
    case 'PAUSE':
      return state.schedule.status === 'PAUSED' ? state : pauseSchedule(state, reason)
  }
}
