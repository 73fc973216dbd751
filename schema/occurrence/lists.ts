import { builder } from '../builder.ts'
import { type List, type RelatedPage, relatedPage, rowsOf } from '../lists/connection.ts'

const OccurrenceConnection = builder.connectionObject(
  {
    type: 'Occurrence',
    name: 'OccurrenceConnection',
    extensions: rowsOf('Occurrence'),
    description: 'A page of a schedule’s occurrences, latest first.',
    fields: t => ({
      totalCount: t.int({
        description: 'The number of occurrences so far, including skipped ones and the UPCOMING one.',
        resolve: async (page, _args, { loaders }) =>
          (await loaders.occurrenceCountOfSchedule.load((page as unknown as RelatedPage).parentId))?.count ?? 0,
      }),
    }),
  },
  { name: 'OccurrenceEdge', description: 'An occurrence in a list, with its cursor.' },
)

/** Ordered by index, because ids created at the same instant have no order. */
const occurrences: List<'occurrence'> = {
  model: 'occurrence',
  column: 'index',
  textOf: ({ index }) => `occurrence.${index}`,
  placeAt(text) {
    const index = /^occurrence\.(0|[1-9]\d{0,8})$/.exec(text)?.[1]
    return index === undefined ? undefined : Number(index)
  },
}

// ── Schedule.occurrences

builder.prismaObjectField('Schedule', 'occurrences', t =>
  t.field({
    type: OccurrenceConnection,
    description:
      'The occurrences so far, latest first: the UPCOMING one, then past ones. For future dates, see `upcoming`.',
    args: t.arg.connectionArgs(),
    ...relatedPage(occurrences, 'occurrences', 'scheduleId'),
  }),
)

// ── Charge.occurrence

builder.prismaObjectField('Charge', 'occurrence', t =>
  t.relation('occurrence', {
    nullable: true,
    description: 'The occurrence that this charge pays. Null if the charge does not belong to a schedule.',
  }),
)
