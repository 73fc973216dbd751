import { builder } from '../builder.ts'
import { present } from '../common/present.ts'
import { listOf } from '../list-size.ts'
import { OccurrenceStatus } from './enums.ts'

builder.objectType('Occurrence', {
  description:
    'One occurrence of a schedule: due once, charged once, however often it takes. Its changes are versions and events of its schedule.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: t => ({
    id: t.exposeID('id', { description: 'occ_…' }),
    schedule: t.field({
      type: 'Schedule',
      description: 'The schedule that it belongs to.',
      resolve: ({ scheduleId }, _args, { loaders }) => present(loaders.schedule.load(scheduleId)),
    }),
    index: t.exposeInt('index', { description: 'Which occurrence it is: 0 is the one on anchorDate.' }),
    amount: t.field({
      type: 'Money',
      description: 'What it is charged. While it is UPCOMING, scheduleUpdate may change it.',
      resolve: ({ amount, currency }) => ({ value: amount, currency }),
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'When it falls due.' }),
    status: t.expose('status', { type: OccurrenceStatus, description: 'What has become of it.' }),
    statusReason: t.exposeString('statusReason', {
      nullable: true,
      description:
        'Why it is RETRYING, FAILED or SKIPPED: a Failure.code, the words of who skipped it, or a code of the gateway’s, e.g. ' +
        'BEFORE_CREATION, SCHEDULE_PAUSED. New ones may come.',
    }),
    charges: t.field({
      type: ['Charge'],
      description: 'Every charge that was made for it, oldest first: each try is one.',
      extensions: listOf(5),
      resolve: ({ id }, _args, { loaders }) => loaders.chargesOfOccurrence.load(id),
    }),
    nextRetryAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is charged again; null where it is not RETRYING, and while its schedule is PAUSED.',
      resolve: ({ status, nextAt }) => (status === 'RETRYING' ? nextAt : null),
    }),
  }),
})
