import { isTerminalSchedule } from '../../src/domain/schedule/transition.ts'
import { IntervalUnit } from '../agreement/enums.ts'
import { builder } from '../builder.ts'
import { metadataSize } from '../lists/sizes.ts'
import { ScheduleStatus } from './enums.ts'

builder.prismaNode('Schedule', {
  id: { field: 'id', description: 'The schedule’s id, sch_….' },
  select: { id: true },
  nullable: true,
  description:
    'Charges an agreement automatically. Occurrence n is due on anchorDate + n × intervalCount × interval, at ' +
    'timeOfDay in timeZone; occurrence 0 is due on anchorDate. If a month is too short, the occurrence is due on ' +
    'its last day: January 31, February 28, March 31. If clocks skip timeOfDay (daylight saving time), the ' +
    'occurrence is due later by the skipped time. If clocks show timeOfDay twice, the first counts. Occurrences ' +
    'before the schedule’s creation or during a pause are SKIPPED and never charged; endDate and maxOccurrences count them.',
  interfaces: [builder.nodeInterfaceRef(), 'VersionedNode'],
  fields: t => ({
    reference: t.exposeString('reference', {
      nullable: true,
      description: 'The merchant’s own reference. The schedule’s charges get the same reference.',
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'A description that the consumer may see. The schedule’s charges get the same description.',
    }),
    agreement: t.relation('agreement', {
      description: 'The agreement that is charged from now on. Earlier charges can belong to another agreement.',
    }),
    consumer: t.relation('consumer', {
      description: 'The consumer who is charged.',
    }),
    status: t.expose('status', { type: ScheduleStatus, description: 'The current status.' }),
    terminal: t.boolean({
      description: 'true: status is COMPLETED or CANCELED, and nothing new is charged. false: any other status.',
      select: { status: true },
      resolve: ({ status }) => isTerminalSchedule(status),
    }),
    statusReason: t.exposeString('statusReason', {
      nullable: true,
      clientNull: true,
      description:
        'Why the schedule is PAUSED or CANCELED: the reason that the caller gave, or a code if the gateway decided, ' +
        'e.g. INSUFFICIENT_FUNDS or AGREEMENT_REVOKED_BY_CONSUMER. Null in any other status, or if no reason was given.',
    }),
    amount: t.field({
      type: 'Money',
      description: 'The amount of each occurrence, from the next one on.',
      select: { amount: true, currency: true },
      resolve: ({ amount, currency }) => ({ value: amount, currency }),
    }),
    interval: t.expose('intervalUnit', { type: IntervalUnit, description: 'The unit of time.' }),
    intervalCount: t.exposeInt('intervalCount', { description: 'The number of units between two occurrences.' }),
    anchorDate: t.expose('anchorDate', {
      type: 'Date',
      description: 'The local date of occurrence 0. All other dates are counted from it.',
    }),
    timeOfDay: t.expose('timeOfDay', {
      type: 'LocalTime',
      description: 'The local time in timeZone at which an occurrence is due.',
    }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'The time zone of the dates and of timeOfDay.' }),
    endDate: t.expose('endDate', {
      type: 'Date',
      nullable: true,
      description: 'The last local date on which an occurrence can be due (inclusive). Null if there is no end.',
    }),
    maxOccurrences: t.exposeInt('maxOccurrences', {
      nullable: true,
      description: 'The maximum number of occurrences, including skipped ones. Null if there is no limit.',
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      clientNull: true,
      description: 'The merchant’s own key-value data. Values are strings.',
      extensions: metadataSize,
    }),
  }),
})
