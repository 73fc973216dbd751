import { clientTokenCreate, clientTokenRevoke, DEFAULT_SECONDS } from '../../src/operations/access/client-tokens.ts'
import { builder } from '../builder.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'

// ── Mutation.clientTokenCreate

const ClientTokenCreateInput = builder.inputType('ClientTokenCreateInput', {
  description: 'What the client token can read: at least one object. If you name several, it can read all of them.',
  fields: t => ({
    consumerId: t.id({
      description: 'The consumer, con_…, with all agreements, charges and schedules of the consumer.',
    }),
    agreementId: t.id({
      description: 'The agreement, agr_…, with its charges, schedules, revocations and instrument, and its consumer.',
    }),
    chargeId: t.id({
      description: 'The charge, chg_…, with its operations, its agreement, consumer, schedule and occurrence.',
    }),
    expiresInSeconds: t.int({
      description: `How long the token is valid, 60 to 3600 seconds. Default: ${DEFAULT_SECONDS}.`,
    }),
  }),
})

const ClientTokenCreatePayload = builder
  .objectRef<PayloadOf<typeof clientTokenCreate>>('ClientTokenCreatePayload')
  .implement({
    description: 'The client token was created.',
    fields: t => ({
      token: t.exposeString('token', {
        description: 'The token, ct_…. It is shown only once: send it to the browser over HTTPS, and do not store it.',
      }),
      tokenId: t.exposeID('tokenId', { description: 'The id of the token, ctk_…, for clientTokenRevoke.' }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        description: 'When it expires. Create another one before, and send it to the browser.',
      }),
    }),
  })

const ClientTokenCreateResult = resultUnion('ClientTokenCreateResult', ClientTokenCreatePayload, [
  'INVALID_INPUT',
  'NOT_FOUND',
  'INVALID_STATE',
])

builder.mutationField('clientTokenCreate', t =>
  t.field({
    type: ClientTokenCreateResult,
    scope: 'charge',
    description:
      'Creates a client token: a short-lived credential for a consumer’s browser. It can query and subscribe to the ' +
      'objects that it names, and to what belongs to them. For all other objects, the API answers as if they did not ' +
      'exist. It cannot run a mutation. It ends when the key that created it is revoked. If the consumer was erased, ' +
      'returns InvalidState.',
    args: {
      input: t.arg({ type: ClientTokenCreateInput, required: true, description: 'What the token can read.' }),
    },
    resolve: (_root, { input }, context) => answer(context, clientTokenCreate(context.deps, context.caller, input)),
  }),
)

// ── Mutation.clientTokenRevoke

const ClientTokenRevokeInput = builder.inputType('ClientTokenRevokeInput', {
  description: 'The client token to end.',
  fields: t => ({ tokenId: t.id({ required: true, description: 'The id of the token, ctk_….' }) }),
})

const ClientTokenRevokePayload = builder
  .objectRef<PayloadOf<typeof clientTokenRevoke>>('ClientTokenRevokePayload')
  .implement({
    description: 'The client token is no longer valid.',
    fields: t => ({ tokenId: t.exposeID('tokenId', { description: 'The id of the token, ctk_….' }) }),
  })

const ClientTokenRevokeResult = resultUnion('ClientTokenRevokeResult', ClientTokenRevokePayload, ['NOT_FOUND'])

builder.mutationField('clientTokenRevoke', t =>
  t.field({
    type: ClientTokenRevokeResult,
    scope: 'charge',
    description:
      'Ends a client token before it expires. Open connections that use it are closed within a second. No effect if it ' +
      'is already revoked.',
    args: { input: t.arg({ type: ClientTokenRevokeInput, required: true, description: 'The token to end.' }) },
    resolve: (_root, { input }, context) => answer(context, clientTokenRevoke(context.deps, context.caller, input)),
  }),
)
