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
    description: 'A page of a schedule’s occurrences, the latest first.',
    fields: t => ({
      totalCount: t.int({
        description: 'How many occurrences the schedule has come to so far, skipped ones and the UPCOMING one counted.',
        resolve: async (page, _args, { loaders }) =>
          (await loaders.occurrenceCountOfSchedule.load((page as unknown as Listed).scheduleId))?.count ?? 0,
      }),
    }),
  },
  { name: 'OccurrenceEdge', description: 'An occurrence in a list.' },
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
      'Its occurrences so far, the latest first: the UPCOMING one, then those that were charged or skipped. Later ones are told by `upcoming`.',
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
    description: 'The occurrence of the schedule that it is for; null where no schedule made it.',
    extensions: reads<ChargeRow>('occurrenceId'),
    resolve: ({ occurrenceId }, _args, { loaders }) =>
      occurrenceId === null ? null : loaders.occurrence.load(occurrenceId),
  }),
)
