import { chargeCreate } from '../../src/operations/charge/create.ts'
import { builder } from '../builder.ts'
import { payloadCursor, replayed } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { ChargeCreateInput } from './inputs.ts'

// ── Mutation.chargeCreate

const ChargeCreatePayload = builder.objectRef<PayloadOf<typeof chargeCreate>>('ChargeCreatePayload').implement({
  description:
    'The charge that was made, as far as it has come. A decline is not an error: the charge exists and says FAILED with its failure.',
  fields: t => ({
    charge: t.expose('charge', {
      type: 'Charge',
      description: 'The charge, in its present state: PROCESSING or UNKNOWN too. Watch it, do not make another.',
    }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeCreateResult = resultUnion('ChargeCreateResult', ChargeCreatePayload, [
  'INVALID_INPUT',
  'NOT_FOUND',
  'INVALID_STATE',
  'AMOUNT_EXCEEDED',
  'AMOUNT_UNSUPPORTED',
  'UNSUPPORTED_BY_PROVIDER',
  'PROVIDER_UNAVAILABLE',
  'IDEMPOTENCY_CONFLICT',
  'IDEMPOTENCY_IN_PROGRESS',
])

builder.mutationField('chargeCreate', t =>
  t.field({
    type: ChargeCreateResult,
    description:
      'Charges an agreement. It is recorded before the provider is called, and never sent twice under one key.',
    args: { input: t.arg({ type: ChargeCreateInput, required: true, description: 'The charge.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeCreate(context.deps, context.caller, input)),
  }),
)
