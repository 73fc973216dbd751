import { kindOfId } from '../../src/base/id.ts'
import { schedulesPage } from '../../src/store/reads/schedules-page.ts'
import type { ChargeRow } from '../../src/store/tables/charge.ts'
import { builder } from '../builder.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { connection } from '../connection.ts'
import { reads, selectedColumns } from '../selected-columns.ts'
import { atMostEntries } from '../sizes.ts'
import { ScheduleStatus } from './enums.ts'

const ScheduleConnection = builder.connectionObject(
  { type: 'Schedule', name: 'ScheduleConnection', description: 'A page of schedules, newest first.' },
  { name: 'ScheduleEdge', description: 'A schedule in a list, with its cursor.' },
)

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

builder.objectField('Agreement', 'schedules', t =>
  t.field({
    type: ScheduleConnection,
    nullable: true,
    description:
      'The schedules that currently charge this agreement, newest first. A schedule that was moved to another ' +
      'agreement is listed there.',
    args: t.arg.connectionArgs(),
    resolve: ({ id }, args, { loaders }) =>
      connection('schedule', args, window => loaders.schedulesOfAgreement.load(id, window)),
  }),
)

// ── Charge.schedule

builder.objectField('Charge', 'schedule', t =>
  t.field({
    type: 'Schedule',
    nullable: true,
    description: 'The schedule that created the charge. Null if an API caller created it.',
    extensions: reads<ChargeRow>('scheduleId'),
    resolve: ({ scheduleId }, _args, { loaders }) => (scheduleId === null ? null : loaders.schedule.load(scheduleId)),
  }),
)

// ── Query.schedule, Query.schedules

builder.queryFields(t => ({
  schedule: t.field({
    type: 'Schedule',
    nullable: true,
    description: 'The schedule with this id. Null if no schedule with this id is visible to you.',
    args: { id: t.arg.id({ required: true, description: 'sch_…' }) },
    resolve: (_root, { id }, { loaders }) => (kindOfId(id) === 'schedule' ? loaders.schedule.load(id) : null),
  }),
  schedules: t.field({
    type: ScheduleConnection,
    description: 'The merchant’s schedules, newest first.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: ScheduleFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, { deps, caller }, info) =>
      connection('schedule', args, window =>
        schedulesPage(deps.database, caller.tenant, window, filter ?? {}, selectedColumns(info)),
      ),
  }),
}))
