import { builder } from '../builder.ts'
import { present } from '../common/present.ts'
import { listOf } from '../list-size.ts'
import { OccurrenceStatus } from './enums.ts'

builder.objectType('Occurrence', {
  description:
    'One due date of a schedule. It is paid at most once, even with several charge attempts. Its changes are ' +
    'versions and events of its schedule.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: t => ({
    id: t.exposeID('id', { description: 'occ_…' }),
    schedule: t.field({
      type: 'Schedule',
      description: 'The schedule of this occurrence.',
      resolve: ({ scheduleId }, _args, { loaders }) => present(loaders.schedule.load(scheduleId)),
    }),
    index: t.exposeInt('index', { description: 'The number of this occurrence. 0 is the occurrence on anchorDate.' }),
    amount: t.field({
      type: 'Money',
      description: 'The amount to charge. scheduleUpdate can change it while status is UPCOMING.',
      resolve: ({ amount, currency }) => ({ value: amount, currency }),
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'When the occurrence is due.' }),
    status: t.expose('status', { type: OccurrenceStatus, description: 'The current status.' }),
    statusReason: t.exposeString('statusReason', {
      nullable: true,
      description:
        'Why the occurrence is RETRYING, FAILED or SKIPPED: a Failure.code, the reason given to occurrenceSkip, or a ' +
        'code of the gateway, e.g. BEFORE_CREATION, SCHEDULE_PAUSED. New codes may be added.',
    }),
    charges: t.field({
      type: ['Charge'],
      description: 'Every charge for this occurrence, oldest first. Each attempt is one charge.',
      extensions: listOf(5),
      resolve: ({ id }, _args, { loaders }) => loaders.chargesOfOccurrence.load(id),
    }),
    nextRetryAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the next retry is due. Null if status is not RETRYING, or while the schedule is PAUSED.',
      resolve: ({ status, nextAt }) => (status === 'RETRYING' ? nextAt : null),
    }),
  }),
})
