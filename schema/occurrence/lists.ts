import type { ChargeRow } from '../../src/store/tables/charge.ts'
import type { OccurrenceRow } from '../../src/store/tables/occurrence.ts'
import type { ScheduleRow } from '../../src/store/tables/schedule.ts'
import { builder } from '../builder.ts'
import { connection, type Places } from '../connection.ts'
import { reads } from '../selected-columns.ts'

interface Listed {
  readonly scheduleId: string
}

const OccurrenceConnection = builder.connectionObject(
  {
    type: 'Occurrence',
    name: 'OccurrenceConnection',
    description: 'A page of a schedule’s occurrences, latest first.',
    fields: t => ({
      totalCount: t.int({
        description: 'The number of occurrences so far, including skipped ones and the UPCOMING one.',
        resolve: async (page, _args, { loaders }) =>
          (await loaders.occurrenceCountOfSchedule.load((page as unknown as Listed).scheduleId))?.count ?? 0,
      }),
    }),
  },
  { name: 'OccurrenceEdge', description: 'An occurrence in a list, with its cursor.' },
)

/** Occurrences are told apart by their index: it says their order, and ids made at one instant do not. */
const indexes: Places<OccurrenceRow> = {
  textOf: ({ index }) => `occurrence.${index}`,
  placeAt: text => /^occurrence\.(0|[1-9]\d{0,8})$/.exec(text)?.[1],
}

// ── Schedule.occurrences

builder.objectField('Schedule', 'occurrences', t =>
  t.field({
    type: OccurrenceConnection,
    description:
      'The occurrences so far, latest first: the UPCOMING one, then past ones. For future dates, see `upcoming`.',
    args: t.arg.connectionArgs(),
    extensions: reads<ScheduleRow>('id'),
    resolve: async ({ id }, args, { loaders }) => ({
      ...(await connection(indexes, args, window => loaders.occurrencesOfSchedule.load(id, window))),
      scheduleId: id,
    }),
  }),
)

// ── Charge.occurrence

builder.objectField('Charge', 'occurrence', t =>
  t.field({
    type: 'Occurrence',
    nullable: true,
    description: 'The occurrence that this charge pays. Null if the charge does not belong to a schedule.',
    extensions: reads<ChargeRow>('occurrenceId'),
    resolve: ({ occurrenceId }, _args, { loaders }) =>
      occurrenceId === null ? null : loaders.occurrence.load(occurrenceId),
  }),
)
