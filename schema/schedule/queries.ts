import { builder } from '../builder.ts'
import { anyOf, created, given } from '../common/filter.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { listById, relatedPage, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'
import { atMostEntries } from '../lists/sizes.ts'
import { loadRow } from '../node.ts'
import { ScheduleStatus } from './enums.ts'

const ScheduleConnection = connectionType('Schedule', 'schedules', 'A schedule')

const schedules = listById('schedule')

const ScheduleFilter = builder.inputType('ScheduleFilter', {
  description: `Filters a list of schedules. All given fields must match. ${filterNulls('An id or reference')}`,
  fields: t => ({
    status: t.field({
      type: [ScheduleStatus],
      description: `Only these statuses, ${atMostEntries}. An empty list matches nothing.`,
    }),
    agreementId: t.id({ description: 'Only schedules that currently charge this agreement, agr_….' }),
    consumerId: t.id({ description: 'Only this consumer, con_….' }),
    reference: t.string({ description: 'Only this merchant reference (exact match). Must not be null.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Only objects created at this time or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Only objects created before this time.' }),
  }),
})

// ── Agreement.schedules

builder.prismaObjectField('Agreement', 'schedules', t =>
  t.field({
    type: ScheduleConnection,
    nullable: true,
    description:
      'The schedules that currently charge this agreement, newest first. A schedule that was moved to another ' +
      'agreement is listed there.',
    args: t.arg.connectionArgs(),
    ...relatedPage(schedules, 'schedules', 'agreementId'),
  }),
)

// ── Charge.schedule

builder.prismaObjectField('Charge', 'schedule', t =>
  t.relation('schedule', {
    nullable: true,
    description: 'The schedule that created the charge. Null if an API caller created it.',
  }),
)

// ── Query.schedule, Query.schedules

builder.queryFields(t => ({
  schedule: t.field({
    type: 'Schedule',
    nullable: true,
    scope: 'read',
    description: 'The schedule with this id. Null if no schedule with this id is visible to you.',
    args: { id: t.arg.id({ required: true, description: 'The schedule’s id, sch_….' }) },
    resolve: (_root, { id }, context, info) => loadRow('schedule', id, context, info),
  }),
  schedules: t.field({
    type: ScheduleConnection,
    scope: 'read',
    description: 'The merchant’s schedules, newest first.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: ScheduleFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, context, info) =>
      rootPage(schedules, args, schedulesWhere(filter ?? {}), context, info),
  }),
}))

function schedulesWhere({ status, createdAfter, createdBefore, ...equal }: typeof ScheduleFilter.$inferInput) {
  return { ...given(equal), ...given({ status: anyOf(status) }), ...created('schedule', createdAfter, createdBefore) }
}
