import { agreementRevoke } from '../../src/operations/agreement/revoke.ts'
import { builder } from '../builder.ts'
import { payloadCursor } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { AgreementRevokeInput } from './inputs.ts'

// ── Mutation.agreementRevoke

const AgreementRevokePayload = builder
  .objectRef<PayloadOf<typeof agreementRevoke>>('AgreementRevokePayload')
  .implement({
    description: 'The agreement and its revocation.',
    fields: t => ({
      agreement: t.expose('agreement', { type: 'Agreement', description: 'The agreement in its current state.' }),
      revocation: t.expose('revocation', {
        type: 'Revocation',
        description: 'The revocation. If the agreement was already REVOKED_BY_MERCHANT, its latest revocation.',
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
    scope: 'manage',
    description:
      'Ends an agreement. No new charge is made from now on, even if the provider rejects the revocation. If the ' +
      'agreement is already REVOKED_BY_MERCHANT, returns its latest revocation. If it has another final status, ' +
      'returns InvalidState. If it is not ACTIVE yet, it becomes FAILED, with failure kind CANCELED. ' +
      'Its first charge can then still be paid, because the consumer may be on the provider’s page: before you take ' +
      'another payment for the same order, wait until that charge is terminal.',
    args: {
      input: t.arg({
        type: AgreementRevokeInput,
        required: true,
        description: 'The agreement to end, and the reason.',
      }),
    },
    resolve: (_root, { input }, context) => answer(context, agreementRevoke(context.deps, context.caller, input)),
  }),
)
