import type { ResolvedOutcome as Outcome } from '../../src/domain/charge/resolution.ts'
import { chargeResolve } from '../../src/operations/charge/resolve.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { idempotencyKey, payloadCursor, replayed } from '../common/payload.ts'
import { requireScope } from '../require-scope.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'

// ── Mutation.chargeResolve

const ResolvedOutcome = describedEnum<Outcome>('ResolvedOutcome', 'What an operator found at the provider.', {
  SUCCEEDED: 'It was done: the money moved as asked.',
  FAILED: 'It was not done: no money moved.',
})

const ChargeResolveInput = builder.inputType('ChargeResolveInput', {
  description: 'What a person found out about an operation whose outcome no status query could settle.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    chargeId: t.id({ required: true, description: 'The charge, found by the filter needsAttention.' }),
    operationId: t.id({
      required: true,
      description:
        'Which of its operations: an UNKNOWN or PENDING one, or one whose outcome was contradicted and is confirmed.',
    }),
    outcome: t.field({ type: ResolvedOutcome, required: true, description: 'What is so at the provider.' }),
    note: t.string({
      required: true,
      description:
        'For the record, at most 1,000 characters: who was asked, what was seen. It stands in the log: no personal data.',
    }),
  }),
})

const ChargeResolvePayload = builder.objectRef<PayloadOf<typeof chargeResolve>>('ChargeResolvePayload').implement({
  description: 'The charge after the finding was recorded.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge, in its present state.' }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
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
    description:
      'Scope operator: settles an operation that no status query could, with a note for the record. Ask the provider first; ' +
      'what it reports later against the finding is recorded as a contradiction.',
    args: { input: t.arg({ type: ChargeResolveInput, required: true, description: 'The finding.' }) },
    resolve: (_root, { input }, context) => {
      requireScope(context, 'operator')
      return answer(context, chargeResolve(context.deps, context.caller, input))
    },
  }),
)
