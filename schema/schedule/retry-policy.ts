import type { RetryPolicy as Policy } from '../../src/domain/schedule/retry-policy.ts'
import type { ScheduleRow } from '../../src/store/tables/schedule.ts'
import { builder } from '../builder.ts'
import { listOf } from '../list-size.ts'
import { reads } from '../selected-columns.ts'
import { ExhaustedAction } from './enums.ts'

const RetryPolicy = builder.objectRef<Policy>('RetryPolicy').implement({
  description:
    'When a payment that was declined for now (Failure.advice RETRY_LATER) is tried again, and what happens when no try is ' +
    'left. Hard declines are never tried again, whatever the policy says: they use it up at once. A charge that is UNKNOWN ' +
    'has not failed, and is waited for.',
  fields: t => ({
    retryAfterDays: t.intList({
      resolve: ({ retryAfterDays }) => [...retryAfterDays],
      description:
        'Days after the occurrence’s due date on which it is tried again, each at the schedule’s timeOfDay; rising. Empty: never.',
      extensions: listOf(5),
    }),
    onExhausted: t.expose('onExhausted', {
      type: ExhaustedAction,
      description: 'What becomes of the schedule when these days are used up, or trying again is no use.',
    }),
  }),
})

// ── Schedule.retryPolicy

builder.objectField('Schedule', 'retryPolicy', t =>
  t.field({
    type: RetryPolicy,
    description: 'What happens when a payment fails.',
    extensions: reads<ScheduleRow>('retryAfterDays', 'onExhausted'),
    resolve: ({ retryAfterDays, onExhausted }) => ({ retryAfterDays, onExhausted }),
  }),
)

// ── inputs

export const RetryPolicyInput = builder.inputType('RetryPolicyInput', {
  description: 'What is to happen when a payment fails. It is replaced whole.',
  fields: t => ({
    retryAfterDays: t.intList({
      required: true,
      description:
        'Days after the occurrence’s due date on which a soft decline is tried again, at timeOfDay: 1 to 60, rising, at most 20 of ' +
        'them. Empty: never.',
    }),
    onExhausted: t.field({
      type: ExhaustedAction,
      required: true,
      description: 'What becomes of the schedule when these days are used up, or trying again is no use.',
    }),
  }),
})
