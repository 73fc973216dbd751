import type { RetryPolicy as Policy } from '../../src/domain/schedule/retry-policy.ts'
import { builder } from '../builder.ts'
import { listOf } from '../lists/sizes.ts'
import { ExhaustedAction } from './enums.ts'

const RetryPolicy = builder.objectRef<Policy>('RetryPolicy').implement({
  description:
    'When a temporarily declined payment (Failure.advice RETRY_LATER) is retried, and what happens when no retry ' +
    'is left. Permanent declines are never retried: the policy counts as used up immediately. A charge that is ' +
    'UNKNOWN has not failed; the gateway waits for its outcome.',
  fields: t => ({
    retryAfterDays: t.intList({
      resolve: ({ retryAfterDays }) => [...retryAfterDays],
      description:
        'Retry days, counted from the occurrence’s due date, in ascending order. Each retry is at the schedule’s ' +
        'timeOfDay. Empty: no retries.',
      extensions: listOf(5),
    }),
    onExhausted: t.expose('onExhausted', {
      type: ExhaustedAction,
      description: 'What happens to the schedule when no retry is left or a retry cannot succeed.',
    }),
  }),
})

// ── Schedule.retryPolicy

builder.prismaObjectField('Schedule', 'retryPolicy', t =>
  t.field({
    type: RetryPolicy,
    description: 'What happens after a declined payment.',
    select: { retryAfterDays: true, onExhausted: true },
    resolve: ({ retryAfterDays, onExhausted }) => ({ retryAfterDays, onExhausted }),
  }),
)

// ── inputs

export const RetryPolicyInput = builder.inputType('RetryPolicyInput', {
  description: 'What to do after a declined payment. It replaces the stored policy completely.',
  fields: t => ({
    retryAfterDays: t.intList({
      required: true,
      description:
        'Days after the occurrence’s due date on which a temporary decline is retried, at timeOfDay. Ascending ' +
        'numbers from 1 to 60, at most 20 of them. Empty: no retries.',
    }),
    onExhausted: t.field({
      type: ExhaustedAction,
      required: true,
      description: 'What happens to the schedule when no retry is left or a retry cannot succeed.',
    }),
  }),
})
