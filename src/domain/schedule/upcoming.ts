import { indexShortlyBefore, occurrenceAt } from './occurrence.ts'
import type { OccurrenceDate, Recurrence } from './recurrence.ts'

/** Where a look ahead begins. */
interface Since {
  /** The first index that is still open. */
  readonly fromIndex: number
  /** Occurrences before this instant have passed; one at it has not. Left out where none is to be passed over. */
  readonly notBefore?: Date
}

/**
 * The first occurrence from there on; undefined if the recurrence has come to its end. Takes no longer however far it
 * is.
 */
function nextOccurrence(recurrence: Recurrence, { fromIndex, notBefore }: Since): OccurrenceDate | undefined {
  if (notBefore === undefined) return occurrenceAt(recurrence, fromIndex)
  let occurrence = occurrenceAt(recurrence, Math.max(fromIndex, indexShortlyBefore(recurrence, notBefore)))
  while (occurrence !== undefined && occurrence.at < notBefore)
    occurrence = occurrenceAt(recurrence, occurrence.index + 1)
  return occurrence
}

/** All occurrences from there on, one after the other, each computed when it is asked for. May have no end. */
export function* datesFrom(recurrence: Recurrence, since: Since): Generator<OccurrenceDate, undefined> {
  let occurrence = nextOccurrence(recurrence, since)
  while (occurrence !== undefined) {
    yield occurrence
    occurrence = occurrenceAt(recurrence, occurrence.index + 1)
  }
}

/** The next instants at which a recurrence charges, `count` at most. */
export function upcoming(recurrence: Recurrence, since: Since, count: number): Date[] {
  return datesFrom(recurrence, since)
    .take(count)
    .map(({ at }) => at)
    .toArray()
}
