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
  { name: 'ScheduleEdge', description: 'A schedule in a list.' },
)

const ScheduleFilter = builder.inputType('ScheduleFilter', {
  description: `Narrows a list of schedules: all given fields must match. ${filterNulls('An id or reference')}`,
  fields: t => ({
    status: t.field({
      type: [ScheduleStatus],
      description: `In any of these, ${atMostEntries}; an empty list matches nothing.`,
    }),
    agreementId: t.id({ description: 'Charging this agreement now, agr_….' }),
    consumerId: t.id({ description: 'Of this consumer, con_….' }),
    reference: t.string({ description: 'Exactly this reference of the merchant’s. Cannot be null.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Made at this instant or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Made earlier than this instant.' }),
  }),
})

// ── Agreement.schedules

builder.objectField('Agreement', 'schedules', t =>
  t.field({
    type: ScheduleConnection,
    nullable: true,
    description:
      'The schedules that charge it now, newest first. One that was moved to another agreement is that one’s.',
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
    description: 'The schedule that made it; null where a caller did.',
    extensions: reads<ChargeRow>('scheduleId'),
    resolve: ({ scheduleId }, _args, { loaders }) => (scheduleId === null ? null : loaders.schedule.load(scheduleId)),
  }),
)

// ── Query.schedule, Query.schedules

builder.queryFields(t => ({
  schedule: t.field({
    type: 'Schedule',
    nullable: true,
    description: 'One schedule; null where the id is unknown to this caller.',
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
