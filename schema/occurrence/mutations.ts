import { occurrenceRetry } from '../../src/operations/schedule/occurrence-retry.ts'
import { occurrenceSkip } from '../../src/operations/schedule/occurrence-skip.ts'
import { builder } from '../builder.ts'
import { payloadCursor, replayed } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { OccurrenceRetryInput, OccurrenceSkipInput } from './inputs.ts'

// ── Mutation.occurrenceRetry

const OccurrenceRetryPayload = builder
  .objectRef<PayloadOf<typeof occurrenceRetry>>('OccurrenceRetryPayload')
  .implement({
    description:
      'The charge that was made, and its occurrence. A decline is not an error: the charge exists and says FAILED.',
    fields: t => ({
      occurrence: t.expose('occurrence', { type: 'Occurrence', description: 'The occurrence, in its present state.' }),
      charge: t.expose('charge', {
        type: 'Charge',
        description: 'The charge, in its present state: PROCESSING or UNKNOWN too. Watch it, do not make another.',
      }),
      replayed: t.exposeBoolean('replayed', { description: replayed }),
      eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
    }),
  })

const OccurrenceRetryResult = resultUnion('OccurrenceRetryResult', OccurrenceRetryPayload, [
  'INVALID_INPUT',
  'NOT_FOUND',
  'INVALID_STATE',
  'PROVIDER_UNAVAILABLE',
  'IDEMPOTENCY_CONFLICT',
  'IDEMPOTENCY_IN_PROGRESS',
])

builder.mutationField('occurrenceRetry', t =>
  t.field({
    type: OccurrenceRetryResult,
    description:
      'Charges an occurrence again now, without waiting for its retry policy’s next day, or after that was used up. It uses up one ' +
      'of the policy’s days. The card networks’ limits hold for it as well, and what was declined for good is tried again only ' +
      'once the schedule charges another agreement: InvalidState.',
    args: { input: t.arg({ type: OccurrenceRetryInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) => answer(context, occurrenceRetry(context.deps, context.caller, input)),
  }),
)

// ── Mutation.occurrenceSkip

const OccurrenceSkipPayload = builder.objectRef<PayloadOf<typeof occurrenceSkip>>('OccurrenceSkipPayload').implement({
  description: 'The occurrence that is not charged.',
  fields: t => ({
    occurrence: t.expose('occurrence', { type: 'Occurrence', description: 'The occurrence, SKIPPED.' }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const OccurrenceSkipResult = resultUnion('OccurrenceSkipResult', OccurrenceSkipPayload, ['NOT_FOUND', 'INVALID_STATE'])

builder.mutationField('occurrenceSkip', t =>
  t.field({
    type: OccurrenceSkipResult,
    description:
      'Lets an occurrence pass that is still to be charged, or to be tried again. The schedule goes on with the next. One that is ' +
      'SKIPPED already stays as it is.',
    args: { input: t.arg({ type: OccurrenceSkipInput, required: true, description: 'Which, and why.' }) },
    resolve: (_root, { input }, context) => answer(context, occurrenceSkip(context.deps, context.caller, input)),
  }),
)
