import { indexShortlyBefore, type OccurrenceDate, occurrenceAt, type Recurrence } from './recurrence.ts'

/** The point at which a list of occurrences starts. */
interface Since {
  /** The first possible index. */
  readonly fromIndex: number
  /** Leaves out occurrences before this instant. */
  readonly notBefore?: Date
}

/** The first occurrence since this point; undefined after the end of the recurrence. Takes constant time. */
function nextOccurrence(recurrence: Recurrence, { fromIndex, notBefore }: Since): OccurrenceDate | undefined {
  if (notBefore === undefined) return occurrenceAt(recurrence, fromIndex)
  let occurrence = occurrenceAt(recurrence, Math.max(fromIndex, indexShortlyBefore(recurrence, notBefore)))
  while (occurrence !== undefined && occurrence.at < notBefore)
    occurrence = occurrenceAt(recurrence, occurrence.index + 1)
  return occurrence
}

/** All occurrences since this point, computed lazily. Can be infinite. */
export function* datesFrom(recurrence: Recurrence, since: Since): Generator<OccurrenceDate, undefined> {
  let occurrence = nextOccurrence(recurrence, since)
  while (occurrence !== undefined) {
    yield occurrence
    occurrence = occurrenceAt(recurrence, occurrence.index + 1)
  }
}

/** The next instants of a recurrence, at most `count`. */
export function upcoming(recurrence: Recurrence, since: Since, count: number): Date[] {
  return datesFrom(recurrence, since)
    .take(count)
    .map(({ at }) => at)
    .toArray()
}
