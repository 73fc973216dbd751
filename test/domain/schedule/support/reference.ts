import { Temporal } from '@js-temporal/polyfill'
import type { Recurrence } from '../../../../src/domain/schedule/recurrence.ts'

/**
 * The contract's sentences about a schedule's dates, written a second time: on another implementation of Temporal, with
 * other operations than those of src/domain/schedule. It calls nothing of src/.
 */
export interface Reference {
  /** The local date of an occurrence. */
  date(recurrence: Recurrence, index: number): string
  /** The instant in epoch milliseconds at which an occurrence on that date is due. */
  epochMs(recurrence: Recurrence, date: string): number
}

/** Caches its results, since that implementation is slow: dates know no zone, instants no anchor. */
export function openReference(): Reference {
  const dates = new Map<string, string>()
  const instants = new Map<string, number>()
  return {
    date: (recurrence, index) => {
      const { anchorDate, interval, intervalCount } = recurrence
      return remembered(dates, `${anchorDate} ${interval} ${intervalCount * index}`, () => dateOf(recurrence, index))
    },
    epochMs: ({ timeZone, timeOfDay }, date) =>
      remembered(instants, `${timeZone} ${date} ${timeOfDay}`, () => epochMsOf(`${date}T${timeOfDay}`, timeZone)),
  }
}

function remembered<Value>(known: Map<string, Value>, key: string, compute: () => Value): Value {
  const value = known.get(key) ?? compute()
  known.set(key, value)
  return value
}

/** The month first, separately, then the day in it; days and weeks as hours of UTC. */
function dateOf({ anchorDate, interval, intervalCount }: Recurrence, index: number): string {
  const count = index * intervalCount
  if (interval === 'DAY' || interval === 'WEEK') {
    const hours = count * 24 * (interval === 'WEEK' ? 7 : 1)
    return Temporal.Instant.from(`${anchorDate}T00:00Z`).add({ hours }).toString().slice(0, 10)
  }
  const months = count * (interval === 'YEAR' ? 12 : 1)
  const month = Temporal.PlainYearMonth.from(anchorDate.slice(0, 7)).add({ months })
  return month.toPlainDate({ day: Math.min(Number(anchorDate.slice(8)), month.daysInMonth) }).toString()
}

/** "The later instant in a gap, the first in an overlap": a time that the earlier instant does not show is in a gap. */
function epochMsOf(local: string, timeZone: string): number {
  const wanted = Temporal.PlainDateTime.from(local)
  const first = wanted.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const shown = first.toPlainDateTime().equals(wanted)
  return (shown ? first : wanted.toZonedDateTime(timeZone, { disambiguation: 'later' })).epochMilliseconds
}
