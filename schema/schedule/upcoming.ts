import { isCharging } from '../../src/domain/schedule/transition.ts'
import { upcoming } from '../../src/domain/schedule/upcoming.ts'
import { recurrenceColumns, recurrenceOf } from '../../src/store/schedule/recurrence.ts'
import type { ScheduleRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { limit } from '../lists/connection.ts'
import { LARGEST_PAGE } from '../lists/sizes.ts'

const DEFAULT_COUNT = 12

// ── Schedule.nextChargeAt, Schedule.upcoming

builder.prismaObjectFields('Schedule', t => ({
  nextChargeAt: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When the next occurrence is charged. It is in the past if the occurrence is already due. Null if there is ' +
      'none, e.g. while the schedule is PAUSED. For retries, see Occurrence.nextRetryAt.',
    select: { status: true },
    resolve: async (schedule, _args, context) => (await nextOccurrence(schedule, context))?.dueAt ?? null,
  }),
  upcoming: t.field({
    type: ['DateTime'],
    description:
      'The next times at which the schedule charges, starting with nextChargeAt. Stops at the schedule’s end. ' +
      'Empty if status is PAUSED, COMPLETED or CANCELED. Does not include retries.',
    args: {
      first: t.arg.int({
        required: true,
        defaultValue: DEFAULT_COUNT,
        description: `Return at most this many, 0 to ${LARGEST_PAGE}.`,
      }),
    },
    select: { status: true, ...recurrenceColumns },
    resolve: async (schedule, { first }, context) => {
      const count = limit('first', first) ?? DEFAULT_COUNT
      const next = await nextOccurrence(schedule, context)
      if (next === null || count === 0) return []
      const later = upcoming(recurrenceOf(schedule), { fromIndex: next.index + 1 }, count - 1)
      return [next.dueAt, ...later]
    },
  }),
}))

/** The occurrence that is charged next. Null if the schedule is not charging or has no more occurrences. */
async function nextOccurrence({ id, status }: Pick<ScheduleRow, 'id' | 'status'>, { loaders }: GraphContext) {
  return isCharging(status) ? loaders.upcomingOfSchedule.load(id) : null
}
