import { describe, expect, test } from 'vitest'
import { instantOf, isTimeOfDay, isTimeZone, localDateOf } from '../../../src/domain/schedule/local-time.ts'

const instant = (timeZone: string, date: string, timeOfDay: string) =>
  instantOf(date, { timeOfDay, timeZone }).toISOString()

describe('a time that the clocks skip is later by the length of the gap', () => {
  test.each([
    ['Europe/Berlin', '2026-03-29', '02:00', '2026-03-29T01:00:00.000Z', '03:00'],
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z', '03:30'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:30:00.000Z', '03:30'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45:00.000Z', '02:45'],
    ['Antarctica/Troll', '2026-03-29', '02:00', '2026-03-29T02:00:00.000Z', '04:00'],
    ['Africa/Casablanca', '2026-03-22', '02:30', '2026-03-22T02:30:00.000Z', '03:30'],
    ['America/Sao_Paulo', '2018-11-04', '00:00', '2018-11-04T03:00:00.000Z', '01:00'],
    ['America/Nuuk', '2026-03-28', '23:30', '2026-03-29T01:30:00.000Z', '00:30'],
    ['Pacific/Apia', '2011-12-30', '09:00', '2011-12-30T19:00:00.000Z', '09:00'],
  ])('%s, %s %s: %s, when they show %s', (timeZone, date, timeOfDay, expected, shown) => {
    expect(instant(timeZone, date, timeOfDay)).toBe(expected)
    expect(new Date(expected).toLocaleTimeString('en-GB', { timeZone, timeStyle: 'short' })).toBe(shown)
  })
})

describe('of a time that the clocks show twice the first counts', () => {
  test.each([
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '03:00', '2026-10-25T02:00:00.000Z'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00.000Z'],
    ['Antarctica/Troll', '2026-10-25', '01:30', '2026-10-24T23:30:00.000Z'],
    ['Africa/Casablanca', '2026-02-15', '02:30', '2026-02-15T01:30:00.000Z'],
    ['America/Sao_Paulo', '2018-02-17', '23:30', '2018-02-18T01:30:00.000Z'],
  ])('%s, %s %s: %s', (timeZone, date, timeOfDay, expected) => {
    expect(instant(timeZone, date, timeOfDay)).toBe(expected)
  })
})

test.each([
  ['Europe/Berlin', '2026-03-28', '02:30', '2026-03-28T01:30:00.000Z'],
  ['Europe/Berlin', '2026-03-30', '02:30', '2026-03-30T00:30:00.000Z'],
  ['Asia/Kathmandu', '2026-03-29', '09:00', '2026-03-29T03:15:00.000Z'],
  ['Pacific/Apia', '2011-12-29', '09:00', '2011-12-29T19:00:00.000Z'],
  ['Pacific/Apia', '2011-12-31', '09:00', '2011-12-30T19:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-01-01', '00:00', '2025-12-31T10:00:00.000Z'],
  ['UTC', '2026-12-31', '23:59', '2026-12-31T23:59:00.000Z'],
])('any other time has one instant: %s, %s %s: %s', (timeZone, date, timeOfDay, expected) => {
  expect(instant(timeZone, date, timeOfDay)).toBe(expected)
})

test('a local date is the zone’s, not that of UTC', () => {
  const newYear = new Date('2026-01-01T00:00:00Z')
  expect(localDateOf('America/New_York', newYear)).toBe('2025-12-31')
  expect(localDateOf('UTC', newYear)).toBe('2026-01-01')
  expect(localDateOf('UTC', new Date(newYear.getTime() - 1))).toBe('2025-12-31')
  expect(localDateOf('Pacific/Kiritimati', new Date('2025-12-31T10:00:00Z'))).toBe('2026-01-01')
  expect(localDateOf('Pacific/Apia', new Date('2011-12-30T09:59:59.999Z'))).toBe('2011-12-29')
  expect(localDateOf('Pacific/Apia', new Date('2011-12-30T10:00:00Z'))).toBe('2011-12-31')
})

describe('accepted values', () => {
  test('times of day from 00:00 to 23:59', () => {
    expect(['00:00', '09:00', '19:59', '23:59'].filter(text => !isTimeOfDay(text))).toEqual([])
    expect(['24:00', '9:00', '12:60', '09:00:00', '0900', '', '09:00\n'].filter(isTimeOfDay)).toEqual([])
  })

  test('every zone of this machine, and the links of IANA', () => {
    expect(Intl.supportedValuesOf('timeZone').filter(name => !isTimeZone(name))).toEqual([])
    const links = ['UTC', 'Etc/UTC', 'GMT', 'Asia/Kolkata', 'Asia/Calcutta', 'Europe/Kyiv', 'US/Eastern', 'Etc/GMT+5']
    expect(links.filter(name => !isTimeZone(name))).toEqual([])
  })

  test('no offsets, no abbreviations without a place, no other spelling, nothing unknown', () => {
    const others = ['+01:00', '-08', 'Z', 'PST', 'JST', 'europe/berlin', 'EUROPE/BERLIN', 'utc', 'Europe/Atlantis']
    expect([...others, '', ' UTC', 'Etc/Unknown', '2026-01-01T00:00[UTC]'].filter(isTimeZone)).toEqual([])
  })
})
