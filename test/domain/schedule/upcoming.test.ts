import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  indexShortlyBefore,
  type OccurrenceDate,
  occurrenceAt,
  type Recurrence,
} from '../../../src/domain/schedule/recurrence.ts'
import { datesFrom, upcoming } from '../../../src/domain/schedule/upcoming.ts'
import { anyRecurrence, endless } from './support/any-recurrence.ts'
import { monthly } from './support/monthly.ts'

const nextOccurrence = (...given: Parameters<typeof datesFrom>) => datesFrom(...given).next().value
const second = (recurrence: Recurrence) => occurrenceAt(recurrence, 1)?.at.getTime() ?? Number.NaN

describe('an occurrence has passed after its instant, not at it', () => {
  test.each([
    [-1, 1],
    [0, 1],
    [1, 2],
  ])('%i ms after the instant of occurrence 1 the next is occurrence %i', (laterMs, index) => {
    const notBefore = new Date(second(monthly()) + laterMs)
    expect(nextOccurrence(monthly(), { fromIndex: 0, notBefore })?.index).toBe(index)
  })

  test('before the anchor the next is occurrence 0', () => {
    expect(nextOccurrence(monthly(), { fromIndex: 0, notBefore: new Date('1970-01-01') })?.index).toBe(0)
  })
})

test.each([
  ['America/Nuuk', '2026-03-28', '23:30', '2026-03-29T01:30:00.000Z'],
  ['Pacific/Apia', '2011-12-30', '09:00', '2011-12-30T19:00:00.000Z'],
])('yesterday’s occurrence is the next if a gap moved it past midnight: %s', (timeZone, date, timeOfDay, at) => {
  const daily = monthly({ anchorDate: '2011-12-01', interval: 'DAY', timeZone, timeOfDay })
  const notBefore = new Date(Date.parse(at) - 60_000)
  expect(nextOccurrence(daily, { fromIndex: 0, notBefore })).toMatchObject({ date, at: new Date(at) })
})

test('a claimed occurrence does not come again, however early it is', () => {
  expect(nextOccurrence(monthly(), { fromIndex: 5 })?.index).toBe(5)
  expect(nextOccurrence(monthly(), { fromIndex: 5, notBefore: new Date('2026-02-01') })?.index).toBe(5)
})

describe('at the end', () => {
  const notBefore = new Date('2030-01-01')

  test('there is no next occurrence', () => {
    const recurrence = monthly({ maxOccurrences: 3 })
    expect(nextOccurrence(recurrence, { fromIndex: 3 })).toBeUndefined()
    expect(nextOccurrence(recurrence, { fromIndex: 0, notBefore })).toBeUndefined()
    expect(nextOccurrence(monthly({ endDate: '2029-12-31' }), { fromIndex: 0, notBefore })).toBeUndefined()
    expect(nextOccurrence(monthly(), { fromIndex: 0, notBefore: new Date('9999-12-31T23:59:59.999Z') })).toBeUndefined()
    expect(nextOccurrence(monthly(), { fromIndex: 0, notBefore: new Date('+012000-01-01T00:00:00Z') })).toBeUndefined()
  })

  test('occurrences that have passed count: two of three are over, one comes', () => {
    const since = { fromIndex: 0, notBefore: new Date('2026-03-01') }
    expect(upcoming(monthly({ maxOccurrences: 3 }), since, 12)).toEqual([new Date('2026-03-31T07:00:00Z')])
  })
})

test('upcoming: the next twelve, across both changes of the clocks', () => {
  const twelve = upcoming(monthly(), { fromIndex: 0, notBefore: new Date('2026-02-15') }, 12)
  expect(twelve.map(at => at.toISOString())).toEqual([
    '2026-02-28T08:00:00.000Z',
    '2026-03-31T07:00:00.000Z',
    '2026-04-30T07:00:00.000Z',
    '2026-05-31T07:00:00.000Z',
    '2026-06-30T07:00:00.000Z',
    '2026-07-31T07:00:00.000Z',
    '2026-08-31T07:00:00.000Z',
    '2026-09-30T07:00:00.000Z',
    '2026-10-31T08:00:00.000Z',
    '2026-11-30T08:00:00.000Z',
    '2026-12-31T08:00:00.000Z',
    '2027-01-31T08:00:00.000Z',
  ])
  expect(upcoming(monthly(), { fromIndex: 0 }, 0)).toEqual([])
})

test('the occurrences of a pause can be told from those after it', () => {
  const resumedAt = new Date('2026-04-15')
  const next = nextOccurrence(monthly(), { fromIndex: 1, notBefore: resumedAt })
  const passed = datesFrom(monthly(), { fromIndex: 1 })
    .take((next?.index ?? Number.NaN) - 1)
    .map(({ date }) => date)
  expect(passed.toArray()).toEqual(['2026-02-28', '2026-03-31'])
  expect(next?.date).toBe('2026-04-30')
})

describe('laws', () => {
  const FAR = 300
  const some = fc.nat(FAR - 20)

  /** All occurrences up to a bound, one by one. */
  function walk(recurrence: Recurrence): readonly OccurrenceDate[] {
    const all = Array.from({ length: FAR }, (_, index) => occurrenceAt(recurrence, index))
    return all.filter(occurrence => occurrence !== undefined)
  }

  /** A recurrence and an instant near one of its occurrences, or on it. */
  const atSomeTime = fc
    .record({ recurrence: anyRecurrence, index: some, offMs: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer()) })
    .map(({ recurrence, index, offMs }) => ({
      recurrence,
      notBefore: new Date((occurrenceAt(endless(recurrence), index)?.at.getTime() ?? Number.NaN) + offMs),
    }))

  test('the next occurrence is the first that a walk through all of them finds', () => {
    fc.assert(
      fc.property(atSomeTime, some, ({ recurrence, notBefore }, fromIndex) => {
        const first = walk(recurrence).find(({ index, at }) => index >= fromIndex && at >= notBefore)
        // After the end of the walk nothing is known.
        fc.pre(first !== undefined || walk(recurrence).length < FAR)
        expect(nextOccurrence(recurrence, { fromIndex, notBefore })).toEqual(first)
      }),
      { numRuns: 200 },
    )
  })

  test('the next occurrence from an occurrence’s own instant on is that occurrence, or one that is due at the same time', () => {
    fc.assert(
      fc.property(anyRecurrence.map(endless), some, (recurrence, index) => {
        const occurrence = occurrenceAt(recurrence, index)
        if (occurrence === undefined) throw new Error('there is no end here')
        const found = nextOccurrence(recurrence, { fromIndex: 0, notBefore: occurrence.at })
        expect(found?.at).toEqual(occurrence.at)
        expect(nextOccurrence(recurrence, { fromIndex: index, notBefore: occurrence.at })).toEqual(occurrence)
        const justAfter = nextOccurrence(recurrence, { fromIndex: 0, notBefore: new Date(occurrence.at.getTime() + 1) })
        expect(justAfter?.index).toBeGreaterThan(index)
      }),
      { numRuns: 2_000 },
    )
  })

  test('upcoming is the part of all occurrences that a walk leaves', () => {
    fc.assert(
      fc.property(atSomeTime, some, fc.nat(20), ({ recurrence, notBefore }, fromIndex, count) => {
        const open = walk(recurrence).filter(({ index, at }) => index >= fromIndex && at >= notBefore)
        fc.pre(open.length >= count || walk(recurrence).length < FAR)
        const expected = open.slice(0, count).map(({ at }) => at)
        expect(upcoming(recurrence, { fromIndex, notBefore }, count)).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  test('a search begins at most two occurrences before its end, however old the schedule is', () => {
    const oldest = anyRecurrence.map(recurrence => ({ ...endless(recurrence), anchorDate: '0001-01-01' }))
    const anyTime = fc.date({ min: new Date('0001-01-01'), max: new Date('2400-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(oldest, anyTime, (recurrence, notBefore) => {
        const begin = indexShortlyBefore(recurrence, notBefore)
        const end = nextOccurrence(recurrence, { fromIndex: 0, notBefore })?.index ?? Number.NaN
        expect(end - begin).toBeLessThanOrEqual(2)
        expect(end - begin).toBeGreaterThanOrEqual(0)
        const passed = end === 0 ? undefined : occurrenceAt(recurrence, end - 1)
        expect(passed === undefined || passed.at < notBefore).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
