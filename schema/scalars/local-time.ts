import { isTimeOfDay } from '../../src/domain/schedule/local-time.ts'
import { builder } from '../builder.ts'
import { textScalar } from './form.ts'

/** The database's names have no other characters, and are shorter. */
const ZONE_NAME = /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/
const ZONE_NAME_MAX = 64

builder.scalarType(
  'LocalTime',
  textScalar('LocalTime', 'a time of day from 00:00 to 23:59, HH:MM', isTimeOfDay, {
    description: 'What a clock on the wall shows, HH:MM, from 00:00 to 23:59: a time of day in a zone said elsewhere.',
  }),
)

builder.scalarType(
  'TimeZone',
  textScalar(
    'TimeZone',
    'the name of a time zone, e.g. Europe/Berlin',
    text => text.length <= ZONE_NAME_MAX && ZONE_NAME.test(text),
    {
      description:
        'IANA time zone name in its own spelling, e.g. Europe/Berlin, America/New_York, UTC. Only the form is checked here: a ' +
        'name that no zone has is an InvalidInput.',
      specifiedByURL: 'https://www.iana.org/time-zones',
    },
  ),
)
