import { periodAt } from './period.ts'
import { cancelSchedule, pauseSchedule } from './standing.ts'
import {
  addUpcoming,
  isTerminalSchedule,
  moveOccurrence,
  moveSchedule,
  occurrenceIn,
  type ScheduleBook,
} from './transition.ts'

/** What becomes of a period whose payment has come to nothing. */
export type Dunning =
  | { readonly kind: 'retry'; readonly at: Date }
  /** Nothing more is tried; `reason` is a code for people and programs. */
  | { readonly kind: 'exhausted'; readonly reason: string }

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
 * period waits for the schedule to be resumed.
 */
export function failOccurrence(book: ScheduleBook, id: string, dunning: Dunning, newId: NewOccurrenceId): ScheduleBook {
  const { status: scheduleStatus } = book.schedule
  const upcoming = occurrenceIn(book, id).status === 'UPCOMING'
  if (dunning.kind === 'exhausted' || isTerminalSchedule(scheduleStatus)) {
    const reason = dunning.kind === 'exhausted' ? dunning.reason : 'SCHEDULE_CANCELED'
    const change = { status: 'FAILED', statusReason: reason, nextAt: null } as const
    const failed = moveOccurrence(book, id, { type: 'schedule.occurrence_failed', change })
    const exhausted = whenExhausted(upcoming ? comeToNext(failed, newId) : failed, reason)
    return completeIfDone(exhausted)
  }
  const change = { status: 'RETRYING', nextAt: scheduleStatus === 'PAUSED' ? null : dunning.at } as const
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

function whenExhausted(book: ScheduleBook, reason: string): ScheduleBook {
  if (isTerminalSchedule(book.schedule.status)) return book
  switch (book.schedule.onExhausted) {
    case 'CONTINUE':
      return book
    case 'CANCEL':
      return cancelSchedule(book, reason)
    case 'PAUSE':
      return book.schedule.status === 'PAUSED' ? book : pauseSchedule(book, reason)
  }
}
