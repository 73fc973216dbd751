import { describe, expect, test } from 'vitest'
import { refusal, scalar } from '../support/scalar.ts'

describe('DateTime', () => {
  const DateTime = scalar('DateTime')

  test('is written in UTC with milliseconds', () => {
    expect(DateTime.serialize(new Date('2026-03-01T10:00:00+01:00'))).toBe('2026-03-01T09:00:00.000Z')
  })

  test.each([
    ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01t09:00:00.123z', '2026-03-01T09:00:00.123Z'],
    ['2026-03-01T09:00:00.123456789Z', '2026-03-01T09:00:00.123Z'],
    ['2026-03-01T23:30:00-05:30', '2026-03-02T05:00:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['1969-12-31T23:00:00-01:00', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('reads %s', (text, instant) => {
    expect(DateTime.variable(text)).toEqual(new Date(instant))
    expect(DateTime.literal(JSON.stringify(text))).toEqual(new Date(instant))
  })

  test.each([
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:60:00Z',
    '2026-03-01T09:00:00',
    '2026-03-01 09:00:00Z',
    '2026-03-01T09:00Z',
    '2026-03-01',
    '2026-03-01T09:00:00+24:00',
    '+022026-03-01T09:00:00Z',
    '',
    1772355600000,
    null,
  ])('refuses %j', value => {
    expect(refusal(() => DateTime.variable(value))).toEqual({
      code: 'BAD_USER_INPUT',
      message: 'DateTime must be an RFC 3339 time with a UTC offset, e.g. 2026-03-01T09:00:00Z.',
    })
  })
})

describe('a DateTime out of the range, by UTC', () => {
  test.each([
    '0000-01-01T00:00:00Z',
    '0000-01-01T00:00:00+14:00',
    '0001-01-01T00:00:00Z',
    '0099-12-31T23:59:59Z',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:59:59+01:00',
    '9999-12-31T23:00:00-01:00',
  ])('refuses %s', text => {
    const { variable, literal } = scalar('DateTime')
    const refused = {
      code: 'BAD_USER_INPUT',
      message: 'DateTime must be from 1970-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.',
    }
    expect(refusal(() => variable(text))).toEqual(refused)
    expect(refusal(() => literal(JSON.stringify(text)))).toEqual(refused)
  })
})

describe('Date', () => {
  const CalendarDate = scalar('Date')

  test('is kept as it stands', () => {
    expect(CalendarDate.variable('2028-02-29')).toBe('2028-02-29')
    expect(CalendarDate.literal('"2028-02-29"')).toBe('2028-02-29')
    expect(CalendarDate.serialize('2028-02-29')).toBe('2028-02-29')
  })

  test.each(['2026-02-29', '2026-04-31', '2026-00-10', '2026-1-1', '01.02.2026', '2026-01-01T00:00:00Z', 20260101])(
    'refuses %j',
    value => {
      expect(refusal(() => CalendarDate.variable(value))).toEqual({
        code: 'BAD_USER_INPUT',
        message: 'Date must be a calendar date in the format YYYY-MM-DD.',
      })
    },
  )
})
