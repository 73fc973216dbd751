import { IntervalUnit } from '../agreement/enums.ts'
import { builder } from '../builder.ts'
import { MoneyInput } from '../common/money.ts'
import { idempotencyKey, metadata } from '../common/payload.ts'
import { RetryPolicyInput } from './retry-policy.ts'

export const ScheduleCreateInput = builder.inputType('ScheduleCreateInput', {
  description: 'A new schedule under an agreement. When its occurrences fall due, the type Schedule says.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    agreementId: t.id({ required: true, description: 'The ACTIVE agreement to charge, agr_….' }),
    amount: t.field({
      type: MoneyInput,
      required: true,
      description: 'What each occurrence is charged, within what was agreed.',
    }),
    interval: t.field({ type: IntervalUnit, required: true, description: 'The span of one interval.' }),
    intervalCount: t.int({ description: 'How many intervals lie between two occurrences: 1 unless said, 1 to 1000.' }),
    anchorDate: t.field({
      type: 'Date',
      required: true,
      description:
        'The local date of the first occurrence, from 1970-01-01 to 9999-12-31, from which all others are counted. It may have passed: occurrences before now are ' +
        'SKIPPED and never charged.',
    }),
    timeOfDay: t.field({
      type: 'LocalTime',
      description: 'When, on its date, an occurrence falls due, by the clocks of timeZone: 09:00 unless said.',
    }),
    timeZone: t.field({ type: 'TimeZone', description: 'Where dates and time of day are meant: UTC unless said.' }),
    endDate: t.field({
      type: 'Date',
      description:
        'The last local date on which an occurrence may fall, inclusive, to 9999-12-31; without end unless said.',
    }),
    maxOccurrences: t.int({
      description: 'How many occurrences there are, skipped ones counted, 1 to 100,000; without end unless said.',
    }),
    retryPolicy: t.field({
      type: RetryPolicyInput,
      description: 'What happens when a payment fails. Unless said: tried again after 1, 3 and 7 days, then PAUSE.',
    }),
    reference: t.string({
      description: 'The merchant’s own name for it and its charges, to filter by. Need not be unique.',
    }),
    description: t.string({ description: 'What it is for, as the consumer may see it.' }),
    metadata: t.field({ type: 'JSON', description: metadata }),
  }),
})

export const ScheduleUpdateInput = builder.inputType('ScheduleUpdateInput', {
  description:
    'What is to change of a schedule, from the next occurrence on: a field left out stays as it is, an explicit null clears it. A ' +
    'occurrence that is being charged or tried again keeps its amount. Interval, dates and zone never change: cancel it and make ' +
    'another.',
  fields: t => ({
    scheduleId: t.id({ required: true, description: 'sch_…' }),
    expectedVersion: t.int({
      description:
        'The version that the change was decided on: where it has another by now, nothing is changed, and the answer is InvalidState.',
    }),
    agreementId: t.id({
      description:
        'Moves it to another ACTIVE agreement of the same consumer, e.g. for a new card. What is still to be tried again is ' +
        'tried under that one. Cannot be null.',
    }),
    amount: t.field({
      type: MoneyInput,
      description: 'What each occurrence is charged, in the same currency. Cannot be null.',
    }),
    endDate: t.field({
      type: 'Date',
      description:
        'The last local date on which an occurrence may fall, from 1970-01-01 to 9999-12-31; null: without end.',
    }),
    maxOccurrences: t.int({
      description: 'How many occurrences there are, skipped ones counted, 1 to 100,000; null: without end.',
    }),
    retryPolicy: t.field({
      type: RetryPolicyInput,
      description: 'What happens when a payment fails, replaced whole. Cannot be null.',
    }),
    reference: t.string({ description: 'The merchant’s own name for it and its later charges.' }),
    description: t.string({ description: 'What it is for, as the consumer may see it.' }),
    metadata: t.field({ type: 'JSON', description: `${metadata} Replaced whole.` }),
  }),
})

export const SchedulePauseInput = builder.inputType('SchedulePauseInput', {
  description: 'A schedule to charge nothing by for a while.',
  fields: t => ({
    scheduleId: t.id({ required: true, description: 'sch_…' }),
    reason: t.string({ description: 'Why, for the record: Schedule.statusReason.' }),
  }),
})

export const ScheduleResumeInput = builder.inputType('ScheduleResumeInput', {
  description: 'A schedule to charge by again.',
  fields: t => ({ scheduleId: t.id({ required: true, description: 'sch_…' }) }),
})

export const ScheduleCancelInput = builder.inputType('ScheduleCancelInput', {
  description: 'A schedule to end.',
  fields: t => ({
    scheduleId: t.id({ required: true, description: 'sch_…' }),
    reason: t.string({ description: 'Why, for the record: Schedule.statusReason.' }),
  }),
})
