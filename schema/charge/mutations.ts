import { chargeCreate } from '../../src/operations/charge/create.ts'
import { builder } from '../builder.ts'
import { payloadCursor, replayed } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { ChargeCreateInput } from './inputs.ts'

// ── Mutation.chargeCreate

const ChargeCreatePayload = builder.objectRef<PayloadOf<typeof chargeCreate>>('ChargeCreatePayload').implement({
  description:
    'The charge was created. Check charge.status: a decline is not an error, but a charge with status FAILED and a failure.',
  fields: t => ({
    charge: t.expose('charge', {
      type: 'Charge',
      description:
        'The charge in its current state. If status is PROCESSING or UNKNOWN, do not create another charge: wait for a change.',
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
    scope: 'charge',
    description:
      'Charges an agreement. The gateway saves the charge before it calls the provider, and never sends it twice ' +
      'for the same idempotencyKey.',
    args: { input: t.arg({ type: ChargeCreateInput, required: true, description: 'The charge to create.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeCreate(context.deps, context.caller, input)),
  }),
)
