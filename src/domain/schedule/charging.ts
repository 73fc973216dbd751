import type { ExhaustedAction } from '../enums.ts'
import { periodAt } from './occurrence.ts'
import { cancelSchedule, pauseSchedule } from './standing.ts'
import {
  addUpcoming,
  isTerminalSchedule,
  moveOccurrence,
  moveSchedule,
  type OccurrenceFacts,
  occurrenceIn,
  type ScheduleBook,
} from './transition.ts'

/** What becomes of a period whose payment has come to nothing. */
export type Dunning =
  | { readonly kind: 'retry'; readonly at: Date; readonly reason: string }
  /** Nothing more is tried. `action` is the policy's where it is left out. `reason`, here as there: a code. */
  | { readonly kind: 'exhausted'; readonly reason: string; readonly action?: ExhaustedAction }

/** Ids of the occurrences that a change adds. */
export type NewOccurrenceId = () => string

/** A charge for a period is about to be made. With the first one the schedule comes to its next period. */
export function beginOccurrence(book: ScheduleBook, id: string, now: Date, newId: NewOccurrenceId): ScheduleBook {
  const { status, tries } = occurrenceIn(book, id)
  const begun = moveOccurrence(book, id, {
    type: 'schedule.occurrence_processing',
    change: { status: 'PROCESSING', statusReason: null, nextAt: null, tries: tries + 1, lastTriedAt: now },
    data: { attempt: tries + 1 },
  })
  return status === 'UPCOMING' ? comeToNext(begun, newId) : begun
}

/** The period is paid. */
export function payOccurrence(book: ScheduleBook, id: string): ScheduleBook {
  const change = { status: 'PAID', statusReason: null, nextAt: null } as const
  return completeIfDone(moveOccurrence(book, id, { type: 'schedule.occurrence_paid', change }))
}

/**
 * A try has come to nothing, or was not allowed. What is canceled, or paused, tries nothing more by itself: paused, the
 * period waits for the schedule to be resumed. `tried` counts a try for which no charge was made.
 */
export function failOccurrence(
  book: ScheduleBook,
  id: string,
  dunning: Dunning,
  newId: NewOccurrenceId,
  tried: Partial<Pick<OccurrenceFacts, 'tries' | 'lastTriedAt'>> = {},
): ScheduleBook {
  const { status: scheduleStatus } = book.schedule
  const upcoming = occurrenceIn(book, id).status === 'UPCOMING'
  if (dunning.kind === 'exhausted' || isTerminalSchedule(scheduleStatus)) {
    const { reason } = dunning
    const change = { ...tried, status: 'FAILED', statusReason: reason, nextAt: null } as const
    const action = dunning.kind === 'exhausted' ? (dunning.action ?? book.schedule.onExhausted) : 'CONTINUE'
    const decidesSchedule = action !== 'CONTINUE'
    const failed = moveOccurrence(book, id, { type: 'schedule.occurrence_failed', change, decidesSchedule })
    return completeIfDone(whenExhausted(upcoming ? comeToNext(failed, newId) : failed, action, reason))
  }
  const nextAt = scheduleStatus === 'PAUSED' ? null : dunning.at
  const change = { ...tried, status: 'RETRYING', statusReason: dunning.reason, nextAt } as const
  const retrying = moveOccurrence(book, id, { type: 'schedule.occurrence_retrying', change })
  return upcoming ? comeToNext(retrying, newId) : retrying
}

/** A period that is never charged. */
export function skipOccurrence(book: ScheduleBook, id: string, reason: string, newId: NewOccurrenceId): ScheduleBook {
  const upcoming = occurrenceIn(book, id).status === 'UPCOMING'
  const change = { status: 'SKIPPED', statusReason: reason, nextAt: null } as const
  const skipped = moveOccurrence(book, id, { type: 'schedule.occurrence_skipped', change })
  return completeIfDone(upcoming ? comeToNext(skipped, newId) : skipped)
}

/** COMPLETED once every period of a schedule that has an end is final. */
export function completeIfDone(book: ScheduleBook): ScheduleBook {
  const open = book.occurrences.some(({ status }) => ['UPCOMING', 'PROCESSING', 'RETRYING'].includes(status))
  if (open || isTerminalSchedule(book.schedule.status)) return book
  return moveSchedule(book, 'schedule.completed', { status: 'COMPLETED', statusReason: null })
}

/** The period after the last one, where there is one. */
export function comeToNext(book: ScheduleBook, newId: NewOccurrenceId): ScheduleBook {
  if (isTerminalSchedule(book.schedule.status)) return book
  const last = Math.max(...book.occurrences.map(({ index }) => index))
  const next = periodAt(book.schedule.recurrence, last + 1)
  return next === undefined ? book : addUpcoming(book, newId(), next)
}

function whenExhausted(book: ScheduleBook, action: ExhaustedAction, reason: string): ScheduleBook {
  if (isTerminalSchedule(book.schedule.status)) return book
  switch (action) {
    case 'CONTINUE':
      return book
    case 'CANCEL':
      return cancelSchedule(book, reason)
    case 'PAUSE':
      return book.schedule.status === 'PAUSED' ? book : pauseSchedule(book, reason)
  }
}
