import { isTimeOfDay } from '../../src/domain/schedule/local-time.ts'
import { builder } from '../builder.ts'
import { textScalar } from './form.ts'

/** Names in the time zone database have no other characters, and are shorter. */
const ZONE_NAME = /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/
const ZONE_NAME_MAX = 64

builder.scalarType(
  'LocalTime',
  textScalar('LocalTime', 'a time of day from 00:00 to 23:59 in the format HH:MM', isTimeOfDay, {
    description: 'A local time of day, HH:MM, from 00:00 to 23:59. Another field gives the time zone.',
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
        'An IANA time zone name, e.g. Europe/Berlin, America/New_York, UTC. Use the exact spelling. An unknown name ' +
        'in a valid format returns InvalidInput.',
      specifiedByURL: 'https://www.iana.org/time-zones',
    },
  ),
)
