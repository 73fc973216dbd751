import { apiKeyCreate } from '../../src/operations/api-key/create.ts'
import { apiKeyRevoke } from '../../src/operations/api-key/revoke.ts'
import { apiKeyRotate } from '../../src/operations/api-key/rotate.ts'
import { builder } from '../builder.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { ApiKeyCreateInput, ApiKeyRevokeInput, ApiKeyRotateInput } from './inputs.ts'

const secret = 'The whole key, sk_…. It is shown only in this response and cannot be shown again. Store it safely.'

// ── Mutation.apiKeyCreate

const ApiKeyCreatePayload = builder.objectRef<PayloadOf<typeof apiKeyCreate>>('ApiKeyCreatePayload').implement({
  description: 'The key was created.',
  fields: t => ({
    apiKey: t.expose('apiKey', { type: 'ApiKey', description: 'The new key.' }),
    secret: t.exposeString('secret', { description: secret }),
  }),
})

const ApiKeyCreateResult = resultUnion('ApiKeyCreateResult', ApiKeyCreatePayload, ['INVALID_INPUT'])

builder.mutationField('apiKeyCreate', t =>
  t.field({
    scope: 'manage',
    type: ApiKeyCreateResult,
    description:
      'Creates a secret key for a server. Each call creates another key, because ' +
      'the secret cannot be shown twice: if the response is lost, revoke the newest key and create another one.',
    args: { input: t.arg({ type: ApiKeyCreateInput, required: true, description: 'The key to create.' }) },
    resolve: (_root, { input }, context) => answer(context, apiKeyCreate(context.deps, context.caller, input)),
  }),
)

// ── Mutation.apiKeyRotate

const ApiKeyRotatePayload = builder.objectRef<PayloadOf<typeof apiKeyRotate>>('ApiKeyRotatePayload').implement({
  description: 'The key was rotated.',
  fields: t => ({
    apiKey: t.expose('apiKey', {
      type: 'ApiKey',
      description: 'The new key, with the label and the scopes of the old one.',
    }),
    secret: t.exposeString('secret', { description: secret }),
    replaced: t.expose('replaced', { type: 'ApiKey', description: 'The old key. It works until its expiresAt.' }),
  }),
})

const ApiKeyRotateResult = resultUnion('ApiKeyRotateResult', ApiKeyRotatePayload, [
  'INVALID_INPUT',
  'NOT_FOUND',
  'INVALID_STATE',
])

builder.mutationField('apiKeyRotate', t =>
  t.field({
    scope: 'manage',
    type: ApiKeyRotateResult,
    description:
      'Creates a key that replaces another one. The old key still works for a while. The calling key needs every ' +
      'scope of the old key. If it lacks one, or if the old key has ended or was rotated before, returns InvalidState.',
    args: { input: t.arg({ type: ApiKeyRotateInput, required: true, description: 'The key to replace.' }) },
    resolve: (_root, { input }, context) => answer(context, apiKeyRotate(context.deps, context.caller, input)),
  }),
)

// ── Mutation.apiKeyRevoke

const ApiKeyRevokePayload = builder.objectRef<PayloadOf<typeof apiKeyRevoke>>('ApiKeyRevokePayload').implement({
  description: 'The key was revoked.',
  fields: t => ({
    apiKey: t.expose('apiKey', { type: 'ApiKey', description: 'The key, with status REVOKED.' }),
  }),
})

const ApiKeyRevokeResult = resultUnion('ApiKeyRevokeResult', ApiKeyRevokePayload, ['NOT_FOUND', 'INVALID_STATE'])

builder.mutationField('apiKeyRevoke', t =>
  t.field({
    scope: 'manage',
    type: ApiKeyRevokeResult,
    description:
      'Ends a key permanently. A key with the scope manage can end every key, even one with more scopes, so that a ' +
      'leaked key can be ended at once. The key of the request itself is revoked only if evenIfCurrent is true; ' +
      'otherwise returns InvalidState.',
    args: { input: t.arg({ type: ApiKeyRevokeInput, required: true, description: 'The key to revoke.' }) },
    resolve: (_root, { input }, context) => answer(context, apiKeyRevoke(context.deps, context.caller, input)),
  }),
)
