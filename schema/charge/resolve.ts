import type { ResolvedOutcome as Outcome } from '../../src/domain/charge/resolution.ts'
import { chargeResolve } from '../../src/operations/charge/resolve.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { payloadCursor, uniqueKey } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'

// ── Mutation.chargeResolve

const ResolvedOutcome = describedEnum<Outcome>(
  'ResolvedOutcome',
  'The outcome that an operator found at the provider.',
  {
    SUCCEEDED: 'The operation succeeded: the money moved as requested.',
    FAILED: 'The operation failed: no money moved.',
  },
)

const ChargeResolveInput = builder.inputType('ChargeResolveInput', {
  description: 'The outcome of an operation, found by a person because no status query could find it.',
  fields: t => ({
    idempotencyKey: t.string({
      required: true,
      description: `${uniqueKey('the charge')} The key is kept as long as the charge.`,
    }),
    chargeId: t.id({
      required: true,
      description: 'The charge, chg_…. To find such charges, use the filter needsAttention.',
    }),
    operationId: t.id({
      required: true,
      description:
        'The operation to resolve. It must be UNKNOWN or PENDING, or the provider must have contradicted its outcome.',
    }),
    outcome: t.field({ type: ResolvedOutcome, required: true, description: 'The outcome at the provider.' }),
    note: t.string({
      required: true,
      description:
        'How you found the outcome, for the record. At most 1,000 characters. It is stored in the event log: do not ' +
        'include personal data.',
    }),
  }),
})

const ChargeResolvePayload = builder.objectRef<PayloadOf<typeof chargeResolve>>('ChargeResolvePayload').implement({
  description: 'The charge after the outcome was recorded.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge in its current state.' }),
    replayed: t.exposeBoolean('replayed', {
      description:
        'true: an earlier request with this idempotencyKey recorded the outcome, and nothing new was done. The payload ' +
        'shows the current state.',
    }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeResolveResult = resultUnion('ChargeResolveResult', ChargeResolvePayload, [
  'INVALID_INPUT',
  'NOT_FOUND',
  'INVALID_STATE',
  'IDEMPOTENCY_CONFLICT',
  'IDEMPOTENCY_IN_PROGRESS',
])

builder.mutationField('chargeResolve', t =>
  t.field({
    type: ChargeResolveResult,
    scope: 'operator',
    description:
      'Records the outcome of an operation if no status query could find it. Ask the provider first: if the provider ' +
      'later reports another outcome, the gateway records a contradiction.',
    args: { input: t.arg({ type: ChargeResolveInput, required: true, description: 'The outcome to record.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeResolve(context.deps, context.caller, input)),
  }),
)
