import { daysOf, LONGEST_RANGE_DAYS } from '../../src/domain/overview/time-range.ts'
import { type VolumeRow, volumeByDay } from '../../src/store/reads/overview/volume.ts'
import { builder } from '../builder.ts'
import { listOf } from '../lists/sizes.ts'
import { Overview } from './node.ts'

const DayVolume = builder.objectRef<VolumeRow>('DayVolume').implement({
  description: 'What was captured and refunded on one day in one currency.',
  fields: t => ({
    date: t.expose('date', { type: 'Date', description: 'The day, in the time zone of the overview.' }),
    currency: t.expose('currency', { type: 'CurrencyCode', description: 'The currency of the amounts.' }),
    captures: t.exposeInt('captures', { description: 'How many captures succeeded.' }),
    captured: t.field({
      type: 'Money',
      description: 'The sum of these captures.',
      resolve: ({ captured, currency }) => ({ value: captured, currency }),
    }),
    refunds: t.exposeInt('refunds', { description: 'How many refunds succeeded.' }),
    refunded: t.field({
      type: 'Money',
      description: 'The sum of these refunds.',
      resolve: ({ refunded, currency }) => ({ value: refunded, currency }),
    }),
  }),
})

// ── Overview.volume

builder.objectField(Overview, 'volume', t =>
  t.field({
    type: [DayVolume],
    description:
      'Successful captures and refunds by day and currency, sorted by both. Days without any are left out. An ' +
      'operation belongs to the day on which it was requested.',
    extensions: listOf(LONGEST_RANGE_DAYS),
    resolve: ({ timeZone, ...range }, _args, { deps, caller }) =>
      volumeByDay(deps.database, caller.tenant, daysOf(range, timeZone)),
  }),
)
