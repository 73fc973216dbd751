import fc from 'fast-check'
import { intervalUnits } from '../../../../src/domain/enums.ts'
import type { Recurrence } from '../../../../src/domain/schedule/recurrence.ts'

const twoDigits = (value: number) => String(value).padStart(2, '0')

const anyDate = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))

/** Hours at which clocks change are drawn more often. */
const anyHour = fc.oneof(fc.nat(23), fc.constantFrom(0, 1, 2, 3, 23))

/** Of any zone, with and without ends. */
export const anyRecurrence: fc.Arbitrary<Recurrence> = fc.record({
  anchorDate: anyDate,
  interval: fc.constantFrom(...intervalUnits),
  intervalCount: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 13 })),
  timeOfDay: fc.tuple(anyHour, fc.nat(59)).map(time => time.map(twoDigits).join(':')),
  timeZone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
  endDate: fc.option(anyDate),
  maxOccurrences: fc.option(fc.integer({ min: 1, max: 60 })),
})

export function endless(recurrence: Recurrence): Recurrence {
  return { ...recurrence, endDate: null, maxOccurrences: null }
}
