import { describe, expect, test } from 'vitest'
import { localDateOf } from '../../../src/domain/schedule/local-time.ts'
import { occurrenceAt, type Recurrence } from '../../../src/domain/schedule/recurrence.ts'
import { retryInstant } from '../../../src/domain/schedule/retry-instant.ts'
import { monthly } from './support/monthly.ts'

/** The tries of occurrence 0, each at its earliest time: the occurrence's own first. */
function tries(recurrence: Recurrence, retryAfterDays: readonly number[]): readonly string[] {
  const occurrence = occurrenceAt(recurrence, 0)
  if (occurrence === undefined) throw new Error('there is no occurrence')
  const instants = [occurrence.at]
  for (const afterDays of retryAfterDays) {
    const lastTriedAt = instants.at(-1) ?? occurrence.at
    instants.push(retryInstant(recurrence, { dueDate: occurrence.date, afterDays, lastTriedAt }))
  }
  return instants.map(at => at.toISOString())
}

test('one, three and seven days after the due date, at the same time of day across a change of the clocks', () => {
  expect(tries(monthly({ anchorDate: '2026-03-28' }), [1, 3, 7])).toEqual([
    '2026-03-28T08:00:00.000Z',
    '2026-03-29T07:00:00.000Z',
    '2026-03-31T07:00:00.000Z',
    '2026-04-04T07:00:00.000Z',
  ])
})

test('by the rule of the occurrences in gaps and overlaps', () => {
  const berlin = monthly({ timeOfDay: '02:30' })
  expect(tries({ ...berlin, anchorDate: '2026-03-28' }, [1, 2]).slice(1)).toEqual([
    '2026-03-29T01:30:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ])
  expect(tries({ ...berlin, anchorDate: '2026-10-24' }, [1]).slice(1)).toEqual(['2026-10-25T00:30:00.000Z'])
})

test('from the clamped date of its occurrence, not from the anchor', () => {
  const february = occurrenceAt(monthly(), 1)
  if (february === undefined) throw new Error('there is no occurrence')
  const retry = { dueDate: february.date, afterDays: 60, lastTriedAt: february.at }
  expect(retryInstant(monthly(), retry)).toEqual(new Date('2026-04-29T07:00:00Z'))
})

describe('two tries never fall on one local date', () => {
  const due = { dueDate: '2026-06-10', afterDays: 1 }
  const retryAfter = (lastTriedAt: string) =>
    retryInstant(monthly(), { ...due, lastTriedAt: new Date(lastTriedAt) }).toISOString()

  test.each([
    ['in time', '2026-06-10T07:00:00Z', '2026-06-11T07:00:00.000Z'],
    ['late on its day', '2026-06-10T21:59:59Z', '2026-06-11T07:00:00.000Z'],
    ['after midnight in Berlin', '2026-06-10T22:00:00Z', '2026-06-12T07:00:00.000Z'],
    ['five days late', '2026-06-15T12:00:00Z', '2026-06-16T07:00:00.000Z'],
  ])('the occurrence was tried %s', (_, lastTriedAt, expected) => {
    expect(retryAfter(lastTriedAt)).toBe(expected)
  })

  test.each([
    ['the day that Samoa skipped', { anchorDate: '2011-12-29', timeZone: 'Pacific/Apia' }],
    ['a gap that ends at midnight', { anchorDate: '2026-03-27', timeZone: 'America/Nuuk', timeOfDay: '23:30' }],
    ['the day of such a gap itself', { anchorDate: '2026-03-28', timeZone: 'America/Nuuk', timeOfDay: '23:30' }],
  ])('%s', (_, given) => {
    const recurrence = monthly(given)
    const dates = tries(recurrence, [1, 2, 3, 4]).map(at => localDateOf(recurrence.timeZone, new Date(at)))
    expect(new Set(dates).size).toBe(5)
    expect(dates).toEqual(dates.toSorted())
  })
})
