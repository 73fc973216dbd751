import { isTerminalSchedule } from '../../src/domain/schedule/transition.ts'
import type { ScheduleRow } from '../../src/store/tables/schedule.ts'
import { IntervalUnit } from '../agreement/enums.ts'
import { builder } from '../builder.ts'
import { present } from '../common/present.ts'
import { metadataSize } from '../json-size.ts'
import { reads } from '../selected-columns.ts'
import { ScheduleStatus } from './enums.ts'

builder.objectType('Schedule', {
  description:
    'Charges an agreement by itself. Occurrence n falls on anchorDate + n × intervalCount intervals, at timeOfDay in timeZone; ' +
    'where the month is too short, on its last day, and after that on the anchor’s day again: 31 January, 28 February, 31 ' +
    'March. Index 0 is anchorDate. Where clocks skip the time of day it is later by what they skip; where they show it twice, ' +
    'the first counts. Occurrences that passed while it was paused, or before it was made, are SKIPPED and never charged; endDate ' +
    'and maxOccurrences count them.',
  interfaces: [builder.nodeInterfaceRef(), 'VersionedNode'],
  fields: t => ({
    id: t.exposeID('id', { description: 'sch_…' }),
    reference: t.exposeString('reference', {
      nullable: true,
      description: 'The merchant’s own name for it; its charges have the same.',
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it is for, as the consumer may see it; its charges have the same.',
    }),
    agreement: t.field({
      type: 'Agreement',
      description: 'The agreement that it charges from now on. Earlier charges may name another.',
      extensions: reads<ScheduleRow>('agreementId'),
      resolve: ({ agreementId }, _args, { loaders }) => present(loaders.agreement.load(agreementId)),
    }),
    consumer: t.field({
      type: 'Consumer',
      description: 'The consumer who is charged.',
      extensions: reads<ScheduleRow>('consumerId'),
      resolve: ({ consumerId }, _args, { loaders }) => present(loaders.consumer.load(consumerId)),
    }),
    status: t.expose('status', { type: ScheduleStatus, description: 'How it stands.' }),
    terminal: t.boolean({
      description: 'True once status is COMPLETED or CANCELED: it charges nothing new.',
      extensions: reads<ScheduleRow>('status'),
      resolve: ({ status }) => isTerminalSchedule(status),
    }),
    statusReason: t.exposeString('statusReason', {
      nullable: true,
      description:
        'Why it is PAUSED or CANCELED: the words of who asked for it; where the gateway decided it, a code, e.g. the failure’s ' +
        '(INSUFFICIENT_FUNDS) or the agreement’s end (AGREEMENT_REVOKED_BY_CONSUMER). Null where no reason was given, and in every other status.',
    }),
    amount: t.field({
      type: 'Money',
      description: 'What each occurrence is charged, from the next one on.',
      extensions: reads<ScheduleRow>('amount', 'currency'),
      resolve: ({ amount, currency }) => ({ value: amount, currency }),
    }),
    interval: t.expose('intervalUnit', { type: IntervalUnit, description: 'The span of one interval.' }),
    intervalCount: t.exposeInt('intervalCount', { description: 'How many intervals lie between two occurrences.' }),
    anchorDate: t.expose('anchorDate', {
      type: 'Date',
      description: 'The local date of the occurrence with index 0; all others are counted from it.',
    }),
    timeOfDay: t.expose('timeOfDay', {
      type: 'LocalTime',
      description: 'When, on its date, an occurrence falls due, by the clocks of timeZone.',
    }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'Where dates and time of day are meant.' }),
    endDate: t.expose('endDate', {
      type: 'Date',
      nullable: true,
      description: 'The last local date on which an occurrence may fall, inclusive; null where it has no end.',
    }),
    maxOccurrences: t.exposeInt('maxOccurrences', {
      nullable: true,
      description: 'How many occurrences there are, skipped ones counted; null where that is not limited.',
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      description: 'The merchant’s own strings by key.',
      extensions: metadataSize,
    }),
  }),
})
