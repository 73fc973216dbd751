import { agreementCreate } from '../../src/operations/agreement/create.ts'
import { builder } from '../builder.ts'
import { payloadCursor, replayed } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { AgreementCreateInput } from './inputs.ts'

// ── Mutation.agreementCreate

const AgreementCreatePayload = builder
  .objectRef<PayloadOf<typeof agreementCreate>>('AgreementCreatePayload')
  .implement({
    description: 'The agreement was created. Check agreement.status: it can already be FAILED.',
    fields: t => ({
      agreement: t.expose('agreement', {
        type: 'Agreement',
        description:
          'The agreement in its current state. If status is AUTHENTICATION_PENDING, authenticationMethods says what ' +
          'the consumer must do.',
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
    scope: 'manage',
    description:
      'Creates an agreement, which lets you charge the consumer again later. Can include a first charge. A decline ' +
      'is not an error: the agreement is created with status FAILED, and failure has the reason.',
    args: { input: t.arg({ type: AgreementCreateInput, required: true, description: 'The agreement to create.' }) },
    resolve: (_root, { input }, context) => answer(context, agreementCreate(context.deps, context.caller, input)),
  }),
)
