import { agreementCreate } from '../../src/operations/agreement/create.ts'
import { builder } from '../builder.ts'
import { payloadCursor, replayed } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { AgreementCreateInput } from './inputs.ts'

// ── Mutation.agreementCreate

const AgreementCreatePayload = builder
  .objectRef<PayloadOf<typeof agreementCreate>>('AgreementCreatePayload')
  .implement({
    description: 'The agreement that was made, as far as it has come.',
    fields: t => ({
      agreement: t.expose('agreement', {
        type: 'Agreement',
        description:
          'The agreement, in its present state. In AUTHENTICATION_PENDING it says what the consumer has to do.',
      }),
      replayed: t.exposeBoolean('replayed', { description: replayed }),
      eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
    }),
  })

const AgreementCreateResult = resultUnion('AgreementCreateResult', AgreementCreatePayload, [
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

builder.mutationField('agreementCreate', t =>
  t.field({
    type: AgreementCreateResult,
    description:
      'Asks a consumer, through a provider, to agree to be charged; optionally with a first charge in the same step. That ' +
      'the provider declines is no error: the agreement exists and says FAILED with its failure.',
    args: { input: t.arg({ type: AgreementCreateInput, required: true, description: 'The agreement.' }) },
    resolve: (_root, { input }, context) => answer(context, agreementCreate(context.deps, context.caller, input)),
  }),
)
