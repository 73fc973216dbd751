import { IntervalUnit } from '../agreement/enums.ts'
import { builder } from '../builder.ts'
import { MoneyInput } from '../common/money.ts'
import { idempotencyKey, metadata } from '../common/payload.ts'
import { RetryPolicyInput } from './retry-policy.ts'

export const ScheduleCreateInput = builder.inputType('ScheduleCreateInput', {
  description: 'The schedule to create. See the type Schedule for how due dates are computed.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    agreementId: t.id({ required: true, description: 'The agreement to charge, agr_…. It must be ACTIVE.' }),
    amount: t.field({
      type: MoneyInput,
      required: true,
      description: 'The amount of each occurrence. It must be within the agreement’s terms.',
    }),
    interval: t.field({ type: IntervalUnit, required: true, description: 'The unit of time.' }),
    intervalCount: t.int({ description: 'The number of units between two occurrences, 1 to 1000. Default: 1.' }),
    anchorDate: t.field({
      type: 'Date',
      required: true,
      description:
        'The local date of the first occurrence, from 1970-01-01 to 9999-12-31. All other dates are counted from it. ' +
        'It can be in the past: past occurrences are SKIPPED and never charged.',
    }),
    timeOfDay: t.field({
      type: 'LocalTime',
      description: 'The local time in timeZone at which an occurrence is due. Default: 09:00.',
    }),
    timeZone: t.field({ type: 'TimeZone', description: 'The time zone of the dates and of timeOfDay. Default: UTC.' }),
    endDate: t.field({
      type: 'Date',
      description:
        'The last local date on which an occurrence can be due (inclusive), at most 9999-12-31. Default: no end.',
    }),
    maxOccurrences: t.int({
      description: 'The maximum number of occurrences, including skipped ones, 1 to 100,000. Default: no limit.',
    }),
    retryPolicy: t.field({
      type: RetryPolicyInput,
      description: 'What to do after a declined payment. Default: retry after 1, 3 and 7 days, then PAUSE.',
    }),
    reference: t.string({
      description:
        'Your own reference for the schedule and its charges. You can filter lists by it. It does not have to be unique.',
    }),
    description: t.string({ description: 'What it is for, as the consumer may see it.' }),
    metadata: t.field({ type: 'JSON', description: metadata }),
  }),
})

export const ScheduleUpdateInput = builder.inputType('ScheduleUpdateInput', {
  description:
    'The changes to a schedule, from the next occurrence on. Omitted fields do not change; null clears a field. ' +
    'An occurrence that is PROCESSING or RETRYING keeps its amount. Interval, dates and time zone cannot change: ' +
    'cancel the schedule and create a new one.',
  fields: t => ({
    scheduleId: t.id({ required: true, description: 'The schedule’s id, sch_….' }),
    expectedVersion: t.int({
      description:
        'The version that your change is based on. If the schedule has another version, nothing changes and the ' +
        'mutation returns InvalidState.',
    }),
    agreementId: t.id({
      description:
        'Moves the schedule to another ACTIVE agreement of the same consumer, e.g. for a new card. Pending retries ' +
        'then use that agreement. Must not be null.',
    }),
    amount: t.field({
      type: MoneyInput,
      description: 'The new amount of each occurrence, in the same currency. Must not be null.',
    }),
    endDate: t.field({
      type: 'Date',
      description:
        'The last local date on which an occurrence can be due (inclusive), from 1970-01-01 to 9999-12-31. Null: no end.',
    }),
    maxOccurrences: t.int({
      description: 'The maximum number of occurrences, including skipped ones, 1 to 100,000. Null: no limit.',
    }),
    retryPolicy: t.field({
      type: RetryPolicyInput,
      description: 'What to do after a declined payment. It replaces the stored policy completely. Must not be null.',
    }),
    reference: t.string({ description: 'Your own reference for the schedule and its later charges.' }),
    description: t.string({ description: 'What it is for, as the consumer may see it.' }),
    metadata: t.field({ type: 'JSON', description: `${metadata} It replaces the stored metadata completely.` }),
  }),
})

export const SchedulePauseInput = builder.inputType('SchedulePauseInput', {
  description: 'The schedule to pause.',
  fields: t => ({
    scheduleId: t.id({ required: true, description: 'The schedule’s id, sch_….' }),
    reason: t.string({ description: 'The reason, stored in Schedule.statusReason.' }),
  }),
})

export const ScheduleResumeInput = builder.inputType('ScheduleResumeInput', {
  description: 'The schedule to resume.',
  fields: t => ({ scheduleId: t.id({ required: true, description: 'The schedule’s id, sch_….' }) }),
})

export const ScheduleCancelInput = builder.inputType('ScheduleCancelInput', {
  description: 'The schedule to cancel.',
  fields: t => ({
    scheduleId: t.id({ required: true, description: 'The schedule’s id, sch_….' }),
    reason: t.string({ description: 'The reason, stored in Schedule.statusReason.' }),
  }),
})
