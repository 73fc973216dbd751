import { isPeriod, isTooLong, LONGEST_PERIOD_DAYS } from '../../src/domain/overview/period.ts'
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
      'Figures about the merchant’s charges and webhooks in a period, computed when you ask. A charge belongs to the ' +
      'period in which it was created.',
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'The start of the period, inclusive.' }),
      to: t.arg({
        type: 'DateTime',
        required: true,
        description: `The end of the period, exclusive: at most ${LONGEST_PERIOD_DAYS} days after from.`,
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
      if (!isPeriod({ from, to })) throw badUserInput(['to'], 'RANGE', 'Must be after from.')
      if (isTooLong({ from, to }))
        throw badUserInput(['to'], 'RANGE', `Must be at most ${LONGEST_PERIOD_DAYS} days after from.`)
      return overviewOf({ from, to }, timeZone)
    },
  }),
)
