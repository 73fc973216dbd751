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
  description: 'The schedule that was made.',
  fields: t => ({
    schedule: t.expose('schedule', { type: 'Schedule', description: 'The schedule, in its present state.' }),
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
    description:
      'Charges an agreement by itself from now on, without its consumer. What is wrong with the amount, the dates or the ' +
      'agreement is said now, not when the first occurrence falls due.',
    args: { input: t.arg({ type: ScheduleCreateInput, required: true, description: 'The schedule.' }) },
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
      schedule: t.expose('schedule', { type: 'Schedule', description: 'The schedule, in its present state.' }),
      eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
    }),
  })
  return resultUnion(`${name}Result`, payload, codes)
}

builder.mutationFields(t => ({
  scheduleUpdate: t.field({
    type: ScheduleUpdateResult,
    description:
      'Changes a schedule from its next occurrence on: amount, end, retry policy, or the agreement that is charged. The same ' +
      'again changes nothing. A schedule that has ended does not change any more: InvalidState.',
    args: { input: t.arg({ type: ScheduleUpdateInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, context) => answer(context, scheduleUpdate(context.deps, context.caller, input)),
  }),
  schedulePause: t.field({
    type: SchedulePauseResult,
    description:
      'Charges nothing until scheduleResume: occurrences that pass meanwhile are SKIPPED, and what is RETRYING waits. A charge ' +
      'that is under way comes to its own end. One that is PAUSED already stays as it is.',
    args: { input: t.arg({ type: SchedulePauseInput, required: true, description: 'Which, and why.' }) },
    resolve: (_root, { input }, context) => answer(context, schedulePause(context.deps, context.caller, input)),
  }),
  scheduleResume: t.field({
    type: ScheduleResumeResult,
    description:
      'Charges again, from the next occurrence on: those that passed stay SKIPPED. What was RETRYING is tried again on the next ' +
      'of its policy’s days. One that is not PAUSED stays as it is.',
    args: { input: t.arg({ type: ScheduleResumeInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) => answer(context, scheduleResume(context.deps, context.caller, input)),
  }),
  scheduleCancel: t.field({
    type: ScheduleCancelResult,
    description:
      'Ends a schedule for good: nothing is charged or tried again any more. A charge that is under way comes to its own end. ' +
      'One that is CANCELED already stays as it is; one that is COMPLETED: InvalidState.',
    args: { input: t.arg({ type: ScheduleCancelInput, required: true, description: 'Which, and why.' }) },
    resolve: (_root, { input }, context) => answer(context, scheduleCancel(context.deps, context.caller, input)),
  }),
}))
