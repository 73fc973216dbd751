import fc from 'fast-check'
import pg from 'pg'
import { expect, test } from 'vitest'
import { parseInstant } from '../../../src/store/sql/pool.ts'

const library: (text: string) => Date = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)

test.each([
  ['2026-03-01 09:00:00+00', '2026-03-01T09:00:00.000Z'],
  ['2026-03-01 09:00:00.1+00', '2026-03-01T09:00:00.100Z'],
  ['2026-03-01 09:00:00.12+00', '2026-03-01T09:00:00.120Z'],
  ['2026-12-31 23:59:59.999+00', '2026-12-31T23:59:59.999Z'],
  // Any other text that PostgreSQL may write if a session has another zone or a column another precision.
  ['2026-03-01 14:30:00.001+05:30', '2026-03-01T09:00:00.001Z'],
  ['2026-03-01 05:00:00-04', '2026-03-01T09:00:00.000Z'],
  ['2026-03-01 09:00:00.123456+00', '2026-03-01T09:00:00.123Z'],
  ['12026-03-01 09:00:00+00', '+012026-03-01T09:00:00.000Z'],
  ['0001-01-01 00:00:00+00', '0001-01-01T00:00:00.000Z'],
  ['0099-12-31 23:59:59.999+00', '0099-12-31T23:59:59.999Z'],
  ['0100-01-01 00:00:00+00', '0100-01-01T00:00:00.000Z'],
])('%s', (written, instant) => {
  expect(parseInstant(written).toISOString()).toBe(instant)
})

test('text that is not an instant is left to the library', () => {
  expect(parseInstant('infinity')).toBe(library('infinity'))
})

test('any millisecond of four centuries, as the library reads it', () => {
  const instants = fc.date({
    min: new Date('1800-01-01T00:00:00.000Z'),
    max: new Date('2199-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(instants, instant => {
      const [day, time = ''] = instant.toISOString().split('T')
      // As PostgreSQL does: no trailing zeros in a fraction, and no fraction of zero.
      const written = `${day} ${time.replace(/(\.000|(?<=\.\d+)0+)?Z$/, '')}+00`
      expect(parseInstant(written)).toEqual(instant)
      expect(parseInstant(written)).toEqual(library(written))
    }),
  )
})
