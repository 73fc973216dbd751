import { expect, test } from 'vitest'
import type { IntervalUnit } from '../../../src/domain/enums.ts'
import { localDateOf } from '../../../src/domain/schedule/local-time.ts'
import type { Recurrence } from '../../../src/domain/schedule/recurrence.ts'
import { datesFrom } from '../../../src/domain/schedule/upcoming.ts'
import { full } from '../../support/full.ts'
import { openReference } from './support/reference.ts'

/**
 * Ten years from each of these leap years: ten future years, and ten with Samoa's skipped day and Brazil's summer time.
 */
const leapYears = full ? [2024, 2008] : [2024]
const occurrencesOfTenYears: Readonly<Record<IntervalUnit, number>> = { DAY: 3_652, WEEK: 521, MONTH: 120, YEAR: 10 }

/** Each zone with a time of day that its clocks skip, or skipped in those years, if there is one. */
const skippedTimes = {
  'Africa/Casablanca': '02:30',
  'America/New_York': '02:30',
  'America/Nuuk': '23:30',
  'America/Sao_Paulo': '00:00',
  'America/St_Johns': '00:15',
  'Antarctica/Troll': '02:00',
  'Asia/Kathmandu': '09:00',
  'Asia/Tehran': '00:30',
  'Australia/Lord_Howe': '02:15',
  'Europe/Berlin': '02:30',
  'Pacific/Apia': '03:30',
  'Pacific/Chatham': '02:50',
}
const otherTimes = full ? ['00:30', '09:00', '23:59'] : []

const reference = openReference()

const firstDays = (count: number) => Array.from({ length: count }, (_, day) => day)
/** Days after 1 January. The sample has those that some months lack, 29 February, and two of the others. */
const anchorDays = full ? firstDays(366) : [0, 9, 27, 28, 29, 30, 59]

function* recurrences(interval: IntervalUnit, anchorDays: readonly number[]): Generator<Recurrence> {
  const kind = { interval, intervalCount: 1, endDate: null, maxOccurrences: occurrencesOfTenYears[interval] }
  for (const year of leapYears)
    for (const day of anchorDays) {
      const anchorDate = new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10)
      for (const [timeZone, skippedTime] of Object.entries(skippedTimes))
        for (const timeOfDay of [skippedTime, ...otherTimes]) yield { ...kind, anchorDate, timeZone, timeOfDay }
    }
}

/** Every occurrence of these recurrences by both implementations. */
function compare(given: Iterable<Recurrence>): { compared: number; differences: readonly string[] } {
  let compared = 0
  const differences: string[] = []
  for (const recurrence of given) {
    for (const { index, date, at } of datesFrom(recurrence, { fromIndex: 0 })) {
      const expectedDate = reference.date(recurrence, index)
      const expectedAt = reference.epochMs(recurrence, expectedDate)
      compared += 1
      if (date !== expectedDate || at.getTime() !== expectedAt)
        differences.push(`${JSON.stringify(recurrence)}, occurrence ${index}: ${date}, ${at.toISOString()}`)
    }
  }
  return { compared, differences }
}

test('a second implementation of Temporal agrees on anchor days × 12 zones × 10 years of months (scenario 19)', {
  timeout: full ? 900_000 : 60_000,
}, () => {
  // 7 days × 12 zones × 120 months; in full 366 days, for two decades and four times of day.
  expect(compare(recurrences('MONTH', anchorDays))).toEqual({
    compared: full ? 4_216_320 : 10_080,
    differences: [],
  })
})

test.each([
  { interval: 'DAY', anchorDays: [0], compared: full ? 350_592 : 43_824 },
  { interval: 'WEEK', anchorDays: full ? firstDays(7) : [3], compared: full ? 350_112 : 6_252 },
  { interval: 'YEAR', anchorDays, compared: full ? 351_360 : 840 },
] as const)(
  'it also agrees on every date of them by $interval (scenario 19)',
  {
    timeout: full ? 300_000 : 60_000,
  },
  ({ interval, anchorDays, compared }) => {
    expect(compare(recurrences(interval, anchorDays))).toEqual({ compared, differences: [] })
  },
)

test('each occurrence of a day falls on its own local date, except when a gap moves it past midnight (scenario 19)', () => {
  const moved: string[] = []
  for (const recurrence of recurrences('DAY', [0])) {
    if (recurrence.timeOfDay !== skippedTimes[recurrence.timeZone as keyof typeof skippedTimes]) continue
    for (const { date, at } of datesFrom(recurrence, { fromIndex: 0 })) {
      const localDate = localDateOf(recurrence.timeZone, at)
      if (localDate !== date) moved.push(`${recurrence.timeZone} ${date} → ${localDate}`)
    }
  }
  expect(moved).toEqual([
    'America/Nuuk 2024-03-30 → 2024-03-31',
    'America/Nuuk 2025-03-29 → 2025-03-30',
    'America/Nuuk 2026-03-28 → 2026-03-29',
    'America/Nuuk 2027-03-27 → 2027-03-28',
    'America/Nuuk 2028-03-25 → 2028-03-26',
    'America/Nuuk 2029-03-24 → 2029-03-25',
    'America/Nuuk 2030-03-30 → 2030-03-31',
    'America/Nuuk 2031-03-29 → 2031-03-30',
    'America/Nuuk 2032-03-27 → 2032-03-28',
    'America/Nuuk 2033-03-26 → 2033-03-27',
    ...(full ? ['Pacific/Apia 2011-12-30 → 2011-12-31'] : []),
  ])
})
