import { indexShortlyBefore, periodAt } from './occurrence.ts'
import type { Period, Recurrence } from './recurrence.ts'

/** Where a look ahead begins. */
export interface Since {
  /** The first index that is still open. */
  readonly fromIndex: number
  /** Periods before this instant have passed; one at it has not. Left out where none is to be passed over. */
  readonly notBefore?: Date
}

/** The first period from there on; undefined where the recurrence has come to its end. Takes no longer however far it is. */
export function nextPeriod(recurrence: Recurrence, { fromIndex, notBefore }: Since): Period | undefined {
  if (notBefore === undefined) return periodAt(recurrence, fromIndex)
  let period = periodAt(recurrence, Math.max(fromIndex, indexShortlyBefore(recurrence, notBefore)))
  while (period !== undefined && period.at < notBefore) period = periodAt(recurrence, period.index + 1)
  return period
}

/** All periods from there on, one after the other, each computed when it is asked for. May have no end. */
export function* periods(recurrence: Recurrence, since: Since): Generator<Period, undefined> {
  let period = nextPeriod(recurrence, since)
  while (period !== undefined) {
    yield period
    period = periodAt(recurrence, period.index + 1)
  }
}

/** The next instants at which a recurrence charges, `count` at most. */
export function upcoming(recurrence: Recurrence, since: Since, count: number): Date[] {
  return periods(recurrence, since)
    .take(count)
    .map(({ at }) => at)
    .toArray()
}
