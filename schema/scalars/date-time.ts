import { EARLIEST_INSTANT, isCalendarDate, LATEST_INSTANT, readInstant } from '../../src/base/time/instant.ts'
import { builder } from '../builder.ts'
import { literal, malformed, stringOf, textScalar } from './form.ts'

const RANGE = `from ${EARLIEST_INSTANT.toISOString()} to ${LATEST_INSTANT.toISOString()}`

builder.scalarType('DateTime', {
  description:
    'A point in time in RFC 3339 format. Output is UTC with milliseconds, e.g. 2026-03-01T09:00:00.000Z. Input ' +
    `can have any UTC offset and is cut to milliseconds. Input must be ${RANGE}.`,
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: value => value.toISOString(),
  parseValue: parseInstant,
  parseLiteral: literal(node => parseInstant(stringOf(node))),
})

builder.scalarType(
  'Date',
  textScalar('Date', 'a calendar date in the format YYYY-MM-DD', isCalendarDate, {
    description: 'A calendar date without time or time zone, YYYY-MM-DD.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  }),
)

function parseInstant(value: unknown): Date {
  const instant = typeof value === 'string' ? readInstant(value) : 'malformed'
  if (instant === 'malformed')
    throw malformed('DateTime', 'an RFC 3339 time with a UTC offset, e.g. 2026-03-01T09:00:00Z')
  if (instant === 'out of range') throw malformed('DateTime', RANGE)
  return instant
}
