import { isCharging } from '../../src/domain/schedule/transition.ts'
import { upcoming } from '../../src/domain/schedule/upcoming.ts'
import { recurrenceOf } from '../../src/store/schedule/recurrence.ts'
import type { ScheduleRow } from '../../src/store/tables/schedule.ts'
import { builder } from '../builder.ts'
import { limit } from '../connection.ts'
import type { GraphContext } from '../context.ts'
import { reads } from '../selected-columns.ts'
import { LARGEST_PAGE } from '../sizes.ts'

const DEFAULT_COUNT = 12

// ── Schedule.nextChargeAt, Schedule.upcoming

builder.objectFields('Schedule', t => ({
  nextChargeAt: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When its next occurrence is charged, in the past where it is due already; null where none is, as while it is PAUSED. ' +
      'Retries of earlier occurrences are told by Occurrence.nextRetryAt.',
    extensions: reads<ScheduleRow>('id', 'status'),
    resolve: async (schedule, _args, context) => (await nextOccurrence(schedule, context))?.dueAt ?? null,
  }),
  upcoming: t.field({
    type: ['DateTime'],
    description:
      'The next instants at which it will charge, computed by the rule that charges, nextChargeAt first. Only as many as are ' +
      'left before its end; empty where nothing is charged: PAUSED, COMPLETED or CANCELED. Retries are not among them.',
    args: {
      first: t.arg.int({
        required: true,
        defaultValue: DEFAULT_COUNT,
        description: `At most this many, 0 to ${LARGEST_PAGE}.`,
      }),
    },
    resolve: async (schedule, { first }, context) => {
      const count = limit('first', first) ?? DEFAULT_COUNT
      const next = await nextOccurrence(schedule, context)
      if (next === null || count === 0) return []
      const later = upcoming(recurrenceOf(schedule), { fromIndex: next.index + 1 }, count - 1)
      return [next.dueAt, ...later]
    },
  }),
}))

/** The occurrence that is charged next; null where nothing is. */
async function nextOccurrence({ id, status }: ScheduleRow, { loaders }: GraphContext) {
  return isCharging(status) ? loaders.upcomingOfSchedule.load(id) : null
}
