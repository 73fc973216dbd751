import { localDate } from '../../format/time.ts'

/** What happens, or happened, on one day of a schedule. */
export interface Mark {
  readonly status: string
  readonly text: string
}

interface Payments {
  readonly timeZone: string
  readonly occurrences: readonly {
    readonly dueAt: string
    readonly status: string
    readonly nextRetryAt: string | null
  }[]
  readonly upcoming: readonly string[]
}

/** By local date, YYYY-MM-DD. A payment covers a retry, and both cover a planned date. */
export function marksOf({ timeZone, occurrences, upcoming }: Payments): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>()
  for (const at of upcoming) marks.set(localDate(at, timeZone), { status: 'UPCOMING', text: 'To come' })
  for (const { nextRetryAt } of occurrences)
    if (nextRetryAt) marks.set(localDate(nextRetryAt, timeZone), { status: 'RETRY', text: 'Next retry' })
  for (const { dueAt, status } of occurrences) marks.set(localDate(dueAt, timeZone), { status, text: status })
  return marks
}

export interface Month {
  /** YYYY-MM. */
  readonly name: string
  /** The date of each cell, Monday first; null before the first day. */
  readonly cells: readonly (string | null)[]
}

/** Several months in a row from YYYY-MM on. */
export function monthsFrom(first: string, count: number): readonly Month[] {
  const [year = 1970, month = 1] = first.split('-').map(Number)
  return Array.from({ length: count }, (_, index) => monthOf(new Date(Date.UTC(year, month - 1 + index, 1))))
}

/** YYYY-MM, `by` months later. */
export function moveMonth(name: string, by: number): string {
  const [year = 1970, month = 1] = name.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 7)
}

function monthOf(start: Date): Month {
  const name = start.toISOString().slice(0, 7)
  const days = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate()
  const before = (start.getUTCDay() + 6) % 7
  const dates = Array.from({ length: days }, (_, index) => `${name}-${String(index + 1).padStart(2, '0')}`)
  return { name, cells: [...Array.from({ length: before }, () => null), ...dates] }
}
