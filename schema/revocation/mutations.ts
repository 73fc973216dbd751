import { agreementRevoke } from '../../src/operations/agreement/revoke.ts'
import { builder } from '../builder.ts'
import { payloadCursor } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { AgreementRevokeInput } from './inputs.ts'

// ── Mutation.agreementRevoke

const AgreementRevokePayload = builder
  .objectRef<PayloadOf<typeof agreementRevoke>>('AgreementRevokePayload')
  .implement({
    description: 'The agreement, and the request that ends it.',
    fields: t => ({
      agreement: t.expose('agreement', { type: 'Agreement', description: 'The agreement, in its present state.' }),
      revocation: t.expose('revocation', {
        type: 'Revocation',
        description: 'The request to end it; the latest one where it was REVOKED_BY_MERCHANT already.',
      }),
      eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
    }),
  })

const AgreementRevokeResult = resultUnion('AgreementRevokeResult', AgreementRevokePayload, [
  'NOT_FOUND',
  'INVALID_STATE',
  'PROVIDER_UNAVAILABLE',
])

builder.mutationField('agreementRevoke', t =>
  t.field({
    type: AgreementRevokeResult,
    description:
      'Ends an agreement. From the request on nothing new is charged, whatever the provider answers. Already ' +
      'REVOKED_BY_MERCHANT: the latest request again; other terminal states: InvalidState; before ACTIVE: the agreement ends ' +
      'FAILED with kind CANCELED.',
    args: { input: t.arg({ type: AgreementRevokeInput, required: true, description: 'Which, and why.' }) },
    resolve: (_root, { input }, context) => answer(context, agreementRevoke(context.deps, context.caller, input)),
  }),
)
