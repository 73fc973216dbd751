import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf, localDateOf } from '../../../src/domain/schedule/local-time.ts'
import { occurrenceAt, type Recurrence } from '../../../src/domain/schedule/recurrence.ts'
import { anyRecurrence, endless } from './support/any-recurrence.ts'
import { monthly } from './support/monthly.ts'

const dates = (recurrence: Recurrence, count: number) =>
  Array.from({ length: count }, (_, index) => occurrenceAt(recurrence, index)?.date)
const instants = (recurrence: Recurrence, count: number) =>
  Array.from({ length: count }, (_, index) => occurrenceAt(recurrence, index)?.at.toISOString())
const indexes = (recurrence: Recurrence) =>
  Array.from({ length: 20 }, (_, index) => occurrenceAt(recurrence, index)?.index).filter(index => index !== undefined)

describe('dates are counted from the anchor', () => {
  test('31 January: the last day in shorter months, and the 31st again after them', () => {
    expect(dates(monthly(), 14)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
      '2026-07-31',
      '2026-08-31',
      '2026-09-30',
      '2026-10-31',
      '2026-11-30',
      '2026-12-31',
      '2027-01-31',
      '2027-02-28',
    ])
  })

  test('a leap year’s February has its 29th', () => {
    expect(dates(monthly({ anchorDate: '2024-01-31' }), 3)).toEqual(['2024-01-31', '2024-02-29', '2024-03-31'])
    expect(dates(monthly({ anchorDate: '2024-01-30' }), 3)).toEqual(['2024-01-30', '2024-02-29', '2024-03-30'])
  })

  test('29 February each year is the 28th in common years, the 29th in the next leap year', () => {
    const yearly = monthly({ anchorDate: '2096-02-29', interval: 'YEAR' })
    expect(dates(yearly, 9)).toEqual([
      '2096-02-29',
      '2097-02-28',
      '2098-02-28',
      '2099-02-28',
      '2100-02-28',
      '2101-02-28',
      '2102-02-28',
      '2103-02-28',
      '2104-02-29',
    ])
  })

  test('every n intervals', () => {
    expect(dates(monthly({ intervalCount: 3 }), 5)).toEqual([
      '2026-01-31',
      '2026-04-30',
      '2026-07-31',
      '2026-10-31',
      '2027-01-31',
    ])
    expect(dates(monthly({ interval: 'DAY', intervalCount: 10 }), 4)).toEqual([
      '2026-01-31',
      '2026-02-10',
      '2026-02-20',
      '2026-03-02',
    ])
    expect(dates(monthly({ interval: 'WEEK', intervalCount: 2 }), 3)).toEqual([
      '2026-01-31',
      '2026-02-14',
      '2026-02-28',
    ])
  })
})

describe('instants are the zone’s', () => {
  test('nine o’clock in Berlin stays nine o’clock, week by week over the change', () => {
    expect(instants(monthly({ anchorDate: '2026-03-22', interval: 'WEEK' }), 3)).toEqual([
      '2026-03-22T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
      '2026-04-05T07:00:00.000Z',
    ])
  })

  test('a skipped time moves that one occurrence and none after it', () => {
    const daily = monthly({ anchorDate: '2026-03-28', interval: 'DAY', timeOfDay: '02:30' })
    expect(instants(daily, 4)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-31T00:30:00.000Z',
    ])
  })

  test('an anchor in a gap leaves the time of day unchanged', () => {
    const recurrence = monthly({ anchorDate: '2026-03-29', timeOfDay: '02:30' })
    expect(instants(recurrence, 2)).toEqual(['2026-03-29T01:30:00.000Z', '2026-04-29T00:30:00.000Z'])
  })

  test('the occurrence of a day that a zone skipped is due with the next one’s: both are charged, as two occurrences', () => {
    const daily = monthly({ anchorDate: '2011-12-29', interval: 'DAY', timeZone: 'Pacific/Apia' })
    expect([0, 1, 2, 3].map(index => occurrenceAt(daily, index))).toEqual([
      { index: 0, date: '2011-12-29', at: new Date('2011-12-29T19:00:00Z') },
      { index: 1, date: '2011-12-30', at: new Date('2011-12-30T19:00:00Z') },
      { index: 2, date: '2011-12-31', at: new Date('2011-12-30T19:00:00Z') },
      { index: 3, date: '2012-01-01', at: new Date('2011-12-31T19:00:00Z') },
    ])
  })

  test('a zone’s offset in seconds, from the times before time zones, is kept', () => {
    const old = monthly({ anchorDate: '1880-01-01', timeZone: 'America/New_York' })
    expect(instants(old, 1)).toEqual(['1880-01-01T13:56:02.000Z'])
  })
})

describe('the end', () => {
  test('endDate is the last date, whether an occurrence falls on it or not', () => {
    expect(indexes(monthly({ endDate: '2026-04-30' }))).toEqual([0, 1, 2, 3])
    expect(indexes(monthly({ endDate: '2026-04-29' }))).toEqual([0, 1, 2])
    expect(indexes(monthly({ endDate: '2026-01-31' }))).toEqual([0])
    expect(indexes(monthly({ endDate: '2026-01-30' }))).toEqual([])
  })

  test('endDate is compared with the occurrence’s date, not with the date to which a gap moves it', () => {
    const nuuk = monthly({ anchorDate: '2026-03-28', timeOfDay: '23:30', timeZone: 'America/Nuuk' })
    expect(occurrenceAt({ ...nuuk, endDate: '2026-03-28' }, 0)).toEqual({
      index: 0,
      date: '2026-03-28',
      at: new Date('2026-03-29T01:30:00Z'),
    })
  })

  test('maxOccurrences counts from occurrence 0', () => {
    expect(indexes(monthly({ maxOccurrences: 3 }))).toEqual([0, 1, 2])
    expect(indexes(monthly({ maxOccurrences: 1 }))).toEqual([0])
  })

  test('the earlier of the two ends it', () => {
    expect(indexes(monthly({ maxOccurrences: 3, endDate: '2026-02-28' }))).toEqual([0, 1])
    expect(indexes(monthly({ maxOccurrences: 2, endDate: '2026-12-31' }))).toEqual([0, 1])
  })

  test('the calendar ends with the year 9999, in UTC', () => {
    const last = monthly({ anchorDate: '9999-12-31', timeZone: 'UTC', timeOfDay: '23:59' })
    expect(occurrenceAt(last, 0)?.at.toISOString()).toBe('9999-12-31T23:59:00.000Z')
    expect(occurrenceAt(last, 1)).toBeUndefined()
    expect(occurrenceAt({ ...last, timeZone: 'America/New_York' }, 0)).toBeUndefined()
  })

  test.each(['DAY', 'WEEK', 'MONTH', 'YEAR'] as const)('any index has a result: %s', interval => {
    const recurrence = monthly({ interval, intervalCount: 1_000 })
    for (const index of [4_000, 1_000_000, 2 ** 31, Number.MAX_SAFE_INTEGER])
      expect(occurrenceAt(recurrence, index)).toBeUndefined()
  })
})

test('an invalid index, and an interval that never advances, are refused', () => {
  for (const index of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => occurrenceAt(monthly(), index)).toThrow(RangeError)
  for (const intervalCount of [0, -1, 1.5, Number.NaN])
    expect(() => occurrenceAt(monthly({ intervalCount }), 1)).toThrow(RangeError)
})

describe('laws', () => {
  const index = fc.nat(400)

  test('a later occurrence is later; the two are due at once only if the zone skipped the whole date of the first', () => {
    fc.assert(
      fc.property(anyRecurrence.map(endless), index, (recurrence, n) => {
        const [first, second] = [occurrenceAt(recurrence, n), occurrenceAt(recurrence, n + 1)]
        if (first === undefined || second === undefined) throw new Error('there is no end here')
        expect(first.date < second.date).toBe(true)
        const noon = instantOf(first.date, { ...recurrence, timeOfDay: '12:00' })
        const skipped = localDateOf(recurrence.timeZone, noon) !== first.date
        expect(second.at.getTime() - first.at.getTime()).toBeGreaterThanOrEqual(skipped ? 0 : 1)
      }),
      { numRuns: 2_000 },
    )
  })

  test('months and years keep the anchor’s day, or use their last day if they are shorter', () => {
    const byMonth = anyRecurrence.map(endless).filter(({ interval }) => interval === 'MONTH' || interval === 'YEAR')
    fc.assert(
      fc.property(byMonth, index, (recurrence, n) => {
        const [year = 0, month = 0, day = 0] = (occurrenceAt(recurrence, n)?.date ?? '').split('-').map(Number)
        const [anchorYear = 0, anchorMonth = 0, anchorDay = 0] = recurrence.anchorDate.split('-').map(Number)
        const months = n * recurrence.intervalCount * (recurrence.interval === 'YEAR' ? 12 : 1)
        expect((year - anchorYear) * 12 + month - anchorMonth).toBe(months)
        expect(day).toBe(Math.min(anchorDay, new Date(Date.UTC(year, month, 0)).getUTCDate()))
      }),
      { numRuns: 2_000 },
    )
  })

  test('days and weeks are a fixed number of days apart', () => {
    const byDay = anyRecurrence.map(endless).filter(({ interval }) => interval === 'DAY' || interval === 'WEEK')
    fc.assert(
      fc.property(byDay, index, (recurrence, n) => {
        const days =
          (Date.parse(occurrenceAt(recurrence, n)?.date ?? '') - Date.parse(recurrence.anchorDate)) / 86_400_000
        expect(days).toBe(n * recurrence.intervalCount * (recurrence.interval === 'WEEK' ? 7 : 1))
      }),
      { numRuns: 2_000 },
    )
  })
})
