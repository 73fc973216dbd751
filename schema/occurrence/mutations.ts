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
    description: 'The charge was created. A decline is not an error: the charge has status FAILED.',
    fields: t => ({
      occurrence: t.expose('occurrence', { type: 'Occurrence', description: 'The occurrence in its current state.' }),
      charge: t.expose('charge', {
        type: 'Charge',
        description:
          'The charge in its current state. If status is PROCESSING or UNKNOWN, do not create another charge: wait for a change.',
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
    scope: 'charge',
    description:
      'Charges an occurrence again now, before its next retry is due or after its last retry failed. It uses one ' +
      'retry of the retry policy. The card network’s retry limit applies. After a permanent decline it returns ' +
      'InvalidState until the schedule charges another agreement.',
    args: { input: t.arg({ type: OccurrenceRetryInput, required: true, description: 'The occurrence to charge.' }) },
    resolve: (_root, { input }, context) => answer(context, occurrenceRetry(context.deps, context.caller, input)),
  }),
)

// ── Mutation.occurrenceSkip

const OccurrenceSkipPayload = builder.objectRef<PayloadOf<typeof occurrenceSkip>>('OccurrenceSkipPayload').implement({
  description: 'The occurrence was skipped.',
  fields: t => ({
    occurrence: t.expose('occurrence', { type: 'Occurrence', description: 'The occurrence, with status SKIPPED.' }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const OccurrenceSkipResult = resultUnion('OccurrenceSkipResult', OccurrenceSkipPayload, ['NOT_FOUND', 'INVALID_STATE'])

builder.mutationField('occurrenceSkip', t =>
  t.field({
    type: OccurrenceSkipResult,
    scope: 'manage',
    description:
      'Skips an occurrence that is not paid yet. The schedule continues with the next occurrence. An occurrence ' +
      'that is already SKIPPED does not change.',
    args: {
      input: t.arg({
        type: OccurrenceSkipInput,
        required: true,
        description: 'The occurrence to skip, and the reason.',
      }),
    },
    resolve: (_root, { input }, context) => answer(context, occurrenceSkip(context.deps, context.caller, input)),
  }),
)
