import type { InputIssue, InputIssueCode } from '../../src/domain/input/user-error.ts'
import { isTimeRange, isTooLong, LONGEST_RANGE_DAYS, type TimeRange } from '../../src/domain/overview/time-range.ts'
import { isTimeZone } from '../../src/domain/schedule/local-time.ts'
import { builder } from '../builder.ts'
import { badUserInputs } from '../request-error.ts'
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
      const issues = issuesOf({ from, to }, timeZone)
      if (issues.length > 0) throw badUserInputs(issues)
      return overviewOf({ from, to }, timeZone)
    },
  }),
)

function issuesOf(range: TimeRange, timeZone: string): readonly InputIssue[] {
  const issues: InputIssue[] = []
  const wrong = (argument: string, code: InputIssueCode, message: string) =>
    issues.push({ path: [argument], code, message })
  if (!isTimeRange(range)) wrong('to', 'RANGE', 'Must be after from.')
  else if (isTooLong(range)) wrong('to', 'RANGE', `Must be at most ${LONGEST_RANGE_DAYS} days after from.`)
  if (!isTimeZone(timeZone)) wrong('timeZone', 'FORMAT', 'Must be the name of a time zone, e.g. Europe/Berlin or UTC.')
  return issues
}
