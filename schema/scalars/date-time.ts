import { isCalendarDate } from '../../src/domain/schedule/local-time.ts'
import { builder } from '../builder.ts'
import { literal, malformed, stringOf, textScalar } from './form.ts'

const INSTANT = /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/

builder.scalarType('DateTime', {
  description:
    'RFC 3339 instant. Written in UTC with milliseconds, e.g. 2026-03-01T09:00:00.000Z; read with any offset, kept to the ' +
    'millisecond.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: value => value.toISOString(),
  parseValue: parseInstant,
  parseLiteral: literal(node => parseInstant(stringOf(node))),
})

builder.scalarType(
  'Date',
  textScalar('Date', 'a calendar date, YYYY-MM-DD', isCalendarDate, {
    description: 'Calendar date without a time or a zone, YYYY-MM-DD.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  }),
)

function parseInstant(value: unknown): Date {
  const date = typeof value === 'string' ? INSTANT.exec(value)?.[1] : undefined
  if (date === undefined || !isCalendarDate(date))
    throw malformed('DateTime', 'an RFC 3339 instant with an offset, e.g. 2026-03-01T09:00:00Z')
  return new Date((value as string).toUpperCase())
}
