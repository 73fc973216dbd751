import type { UserErrorCode } from '../../src/domain/input/user-error.ts'
import type { ScheduleChanged } from '../../src/operations/schedule/apply.ts'
import { scheduleCancel } from '../../src/operations/schedule/cancel.ts'
import { scheduleCreate } from '../../src/operations/schedule/create.ts'
import { schedulePause } from '../../src/operations/schedule/pause.ts'
import { scheduleResume } from '../../src/operations/schedule/resume.ts'
import { scheduleUpdate } from '../../src/operations/schedule/update.ts'
import { builder } from '../builder.ts'
import { payloadCursor, replayed } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import {
  ScheduleCancelInput,
  ScheduleCreateInput,
  SchedulePauseInput,
  ScheduleResumeInput,
  ScheduleUpdateInput,
} from './inputs.ts'

// ── Mutation.scheduleCreate

const ScheduleCreatePayload = builder.objectRef<PayloadOf<typeof scheduleCreate>>('ScheduleCreatePayload').implement({
  description: 'The schedule was created.',
  fields: t => ({
    schedule: t.expose('schedule', { type: 'Schedule', description: 'The schedule in its current state.' }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ScheduleCreateResult = resultUnion('ScheduleCreateResult', ScheduleCreatePayload, [
  'INVALID_INPUT',
  'NOT_FOUND',
  'INVALID_STATE',
  'AMOUNT_EXCEEDED',
  'AMOUNT_UNSUPPORTED',
  'UNSUPPORTED_BY_PROVIDER',
  'IDEMPOTENCY_CONFLICT',
  'IDEMPOTENCY_IN_PROGRESS',
])

builder.mutationField('scheduleCreate', t =>
  t.field({
    type: ScheduleCreateResult,
    scope: 'manage',
    description:
      'Creates a schedule that charges an agreement automatically, without the consumer. Errors in the amount, ' +
      'dates or agreement are returned now, not when the first occurrence is due.',
    args: { input: t.arg({ type: ScheduleCreateInput, required: true, description: 'The schedule to create.' }) },
    resolve: (_root, { input }, context) => answer(context, scheduleCreate(context.deps, context.caller, input)),
  }),
)

// ── Mutation.scheduleUpdate … Mutation.scheduleCancel

const ScheduleUpdateResult = changeResult('ScheduleUpdate', [
  'INVALID_INPUT',
  'NOT_FOUND',
  'INVALID_STATE',
  'AMOUNT_EXCEEDED',
  'AMOUNT_UNSUPPORTED',
])
const SchedulePauseResult = changeResult('SchedulePause', ['NOT_FOUND', 'INVALID_STATE'])
const ScheduleResumeResult = changeResult('ScheduleResume', ['NOT_FOUND', 'INVALID_STATE'])
const ScheduleCancelResult = changeResult('ScheduleCancel', ['NOT_FOUND', 'INVALID_STATE'])

function changeResult<Code extends UserErrorCode>(name: string, codes: readonly Code[]) {
  const payload = builder.objectRef<ScheduleChanged>(`${name}Payload`).implement({
    description: 'The schedule after the change.',
    fields: t => ({
      schedule: t.expose('schedule', { type: 'Schedule', description: 'The schedule in its current state.' }),
      eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
    }),
  })
  return resultUnion(`${name}Result`, payload, codes)
}

builder.mutationFields(t => ({
  scheduleUpdate: t.field({
    type: ScheduleUpdateResult,
    scope: 'manage',
    description:
      'Changes a schedule from its next occurrence on: amount, end, retry policy, or the agreement to charge. ' +
      'Repeating the same changes has no effect. If the schedule is COMPLETED or CANCELED, returns InvalidState.',
    args: { input: t.arg({ type: ScheduleUpdateInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, context) => answer(context, scheduleUpdate(context.deps, context.caller, input)),
  }),
  schedulePause: t.field({
    type: SchedulePauseResult,
    scope: 'manage',
    description:
      'Pauses a schedule: nothing is charged until scheduleResume. Occurrences that become due meanwhile are ' +
      'SKIPPED, and retries wait. A charge in progress continues. No effect if the schedule is already PAUSED.',
    args: {
      input: t.arg({ type: SchedulePauseInput, required: true, description: 'The schedule, and the reason.' }),
    },
    resolve: (_root, { input }, context) => answer(context, schedulePause(context.deps, context.caller, input)),
  }),
  scheduleResume: t.field({
    type: ScheduleResumeResult,
    scope: 'manage',
    description:
      'Resumes a paused schedule, starting with its next occurrence. Occurrences that became due during the pause ' +
      'stay SKIPPED. For an occurrence that is RETRYING, the next retry is planned again; if no retry is left, the ' +
      'occurrence fails. No effect if the schedule is not PAUSED.',
    args: { input: t.arg({ type: ScheduleResumeInput, required: true, description: 'The schedule to resume.' }) },
    resolve: (_root, { input }, context) => answer(context, scheduleResume(context.deps, context.caller, input)),
  }),
  scheduleCancel: t.field({
    type: ScheduleCancelResult,
    scope: 'manage',
    description:
      'Cancels a schedule permanently: no more charges or retries. A charge in progress continues. No effect if ' +
      'the schedule is already CANCELED. If it is COMPLETED, returns InvalidState.',
    args: {
      input: t.arg({ type: ScheduleCancelInput, required: true, description: 'The schedule, and the reason.' }),
    },
    resolve: (_root, { input }, context) => answer(context, scheduleCancel(context.deps, context.caller, input)),
  }),
}))
