import type { ExhaustedAction } from '../enums.ts'
import { cancelSchedule, pauseSchedule } from './pause-and-cancel.ts'
import { occurrenceAt } from './recurrence.ts'
import {
  addUpcoming,
  isTerminalSchedule,
  moveOccurrence,
  moveSchedule,
  type OccurrenceFacts,
  occurrenceIn,
  type ScheduleState,
} from './transition.ts'

/** What happens to an occurrence after a failed payment. */
export type Dunning =
  | { readonly kind: 'retry'; readonly at: Date; readonly reason: string }
  /** No more retries. `action` defaults to the policy's. `reason` is a code in both. */
  | { readonly kind: 'exhausted'; readonly reason: string; readonly action?: ExhaustedAction }

/** Makes ids for the occurrences that a change adds. */
export type NewOccurrenceId = () => string

/**
 * A charge for an occurrence is about to be made. The first one also adds the next occurrence.
 *
 * @param tryNumber The number of this try, counted from 1.
 */
export function beginOccurrence(
  state: ScheduleState,
  { id, tryNumber }: { readonly id: string; readonly tryNumber: number },
  now: Date,
  newId: NewOccurrenceId,
): ScheduleState {
  const { status } = occurrenceIn(state, id)
  const started = moveOccurrence(state, id, {
    type: 'schedule.occurrence_processing',
    change: { status: 'PROCESSING', statusReason: null, nextAt: null, tries: tryNumber, lastTriedAt: now },
    data: { attempt: tryNumber },
  })
  return status === 'UPCOMING' ? addNextOccurrence(started, newId) : started
}

/** Marks an occurrence as paid. */
export function payOccurrence(state: ScheduleState, id: string): ScheduleState {
  const change = { status: 'PAID', statusReason: null, nextAt: null } as const
  return completeIfDone(moveOccurrence(state, id, { type: 'schedule.occurrence_paid', change }))
}

/**
 * Records a try that failed or was not allowed. A canceled or paused schedule does not retry; while it is paused, the
 * occurrence waits until it is resumed. `tried` counts a try without a charge.
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
    return completeIfDone(whenExhausted(upcoming ? addNextOccurrence(failed, newId) : failed, action, reason))
  }
  const nextAt = scheduleStatus === 'PAUSED' ? null : dunning.at
  const change = { ...tried, status: 'RETRYING', statusReason: dunning.reason, nextAt } as const
  const retrying = moveOccurrence(state, id, { type: 'schedule.occurrence_retrying', change })
  return upcoming ? addNextOccurrence(retrying, newId) : retrying
}

/** Ends an occurrence without a charge. */
export function skipOccurrence(
  state: ScheduleState,
  id: string,
  reason: string,
  newId: NewOccurrenceId,
): ScheduleState {
  const upcoming = occurrenceIn(state, id).status === 'UPCOMING'
  const change = { status: 'SKIPPED', statusReason: reason, nextAt: null } as const
  const skipped = moveOccurrence(state, id, { type: 'schedule.occurrence_skipped', change })
  return completeIfDone(upcoming ? addNextOccurrence(skipped, newId) : skipped)
}

/** Completes the schedule if every occurrence is final and no other follows. */
export function completeIfDone(state: ScheduleState): ScheduleState {
  const open = state.occurrences.some(({ status }) => ['UPCOMING', 'PROCESSING', 'RETRYING'].includes(status))
  if (open || isTerminalSchedule(state.schedule.status)) return state
  return moveSchedule(state, 'schedule.completed', { status: 'COMPLETED', statusReason: null })
}

/** Adds the occurrence after the last one, if there is one. */
export function addNextOccurrence(state: ScheduleState, newId: NewOccurrenceId): ScheduleState {
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
