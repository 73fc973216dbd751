import { builder } from '../builder.ts'
import { listOf } from '../lists/sizes.ts'
import { OccurrenceStatus } from './enums.ts'

builder.prismaNode('Occurrence', {
  id: { field: 'id', description: 'The occurrence’s id, occ_….' },
  select: { id: true },
  nullable: true,
  description:
    'One due date of a schedule. It is paid at most once, even with several charge attempts. Its changes are ' +
    'versions and events of its schedule.',
  fields: t => ({
    schedule: t.relation('schedule', {
      description: 'The schedule of this occurrence.',
    }),
    index: t.exposeInt('index', { description: 'The number of this occurrence. 0 is the occurrence on anchorDate.' }),
    amount: t.field({
      type: 'Money',
      description: 'The amount to charge. scheduleUpdate can change it while status is UPCOMING.',
      select: { amount: true, currency: true },
      resolve: ({ amount, currency }) => ({ value: amount, currency }),
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'When the occurrence is due.' }),
    status: t.expose('status', { type: OccurrenceStatus, description: 'The current status.' }),
    statusReason: t.exposeString('statusReason', {
      nullable: true,
      clientNull: true,
      description:
        'Why the occurrence is RETRYING, FAILED or SKIPPED: a Failure.code, the reason given to occurrenceSkip, or a ' +
        'code of the gateway, e.g. BEFORE_CREATION, SCHEDULE_PAUSED. New codes may be added.',
    }),
    charges: t.relation('charges', {
      description: 'Every charge for this occurrence, oldest first. Each attempt is one charge.',
      extensions: listOf(5),
      query: { orderBy: { attemptNumber: 'asc' } },
    }),
    nextRetryAt: t.field({
      type: 'DateTime',
      nullable: true,
      clientNull: true,
      description: 'When the next retry is due. Null if status is not RETRYING, or while the schedule is PAUSED.',
      select: { status: true, nextAt: true },
      resolve: ({ status, nextAt }) => (status === 'RETRYING' ? nextAt : null),
    }),
  }),
})
