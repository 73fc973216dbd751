import { isTimeRange, isTooLong, LONGEST_RANGE_DAYS } from '../../src/domain/overview/time-range.ts'
import { isTimeZone } from '../../src/domain/schedule/local-time.ts'
import { builder } from '../builder.ts'
import { badUserInput } from '../request-error.ts'
import { Overview, overviewOf } from './node.ts'

// ── Query.overview

builder.queryField('overview', t =>
  t.field({
    type: Overview,
    nullable: true,
    clientNull: true,
    scope: 'read',
    description:
      'Figures about the merchant’s charges and webhooks in a time range, computed when you ask. A charge belongs to the ' +
      'time range in which it was created.',
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'The start of the time range, inclusive.' }),
      to: t.arg({
        type: 'DateTime',
        required: true,
        description: `The end of the time range, exclusive: at most ${LONGEST_RANGE_DAYS} days after from.`,
      }),
      timeZone: t.arg({
        type: 'TimeZone',
        required: true,
        defaultValue: 'UTC',
        description: 'The time zone in which days begin.',
      }),
    },
    resolve: (_root, { from, to, timeZone }) => {
      if (!isTimeZone(timeZone))
        throw badUserInput(['timeZone'], 'FORMAT', 'Must be the name of a time zone, e.g. Europe/Berlin or UTC.')
      if (!isTimeRange({ from, to })) throw badUserInput(['to'], 'RANGE', 'Must be after from.')
      if (isTooLong({ from, to }))
        throw badUserInput(['to'], 'RANGE', `Must be at most ${LONGEST_RANGE_DAYS} days after from.`)
      return overviewOf({ from, to }, timeZone)
    },
  }),
)
