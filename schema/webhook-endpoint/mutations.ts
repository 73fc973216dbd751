import { webhookEndpointCreate } from '../../src/operations/webhook-endpoint/create.ts'
import { webhookEndpointDelete } from '../../src/operations/webhook-endpoint/delete.ts'
import { webhookEndpointRotateSecret } from '../../src/operations/webhook-endpoint/rotate-secret.ts'
import { webhookEndpointPause, webhookEndpointResume } from '../../src/operations/webhook-endpoint/status.ts'
import { webhookEndpointUpdate } from '../../src/operations/webhook-endpoint/update.ts'
import { builder } from '../builder.ts'
import { replayed } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import {
  WebhookEndpointCreateInput,
  WebhookEndpointDeleteInput,
  WebhookEndpointPauseInput,
  WebhookEndpointResumeInput,
  WebhookEndpointRotateSecretInput,
  WebhookEndpointUpdateInput,
} from './inputs.ts'

const secret = 'The signing secret, whsec_…. It is shown only in this response and cannot be shown again.'

/** The payload of a change that returns the endpoint. */
const changedPayload = (name: string, description: string) =>
  builder.objectRef<PayloadOf<typeof webhookEndpointUpdate>>(name).implement({
    description,
    fields: t => ({
      webhookEndpoint: t.expose('webhookEndpoint', { type: 'WebhookEndpoint', description: 'The endpoint.' }),
    }),
  })

// ── Mutation.webhookEndpointCreate

const WebhookEndpointCreatePayload = builder
  .objectRef<PayloadOf<typeof webhookEndpointCreate>>('WebhookEndpointCreatePayload')
  .implement({
    description: 'The endpoint was created.',
    fields: t => ({
      webhookEndpoint: t.expose('webhookEndpoint', { type: 'WebhookEndpoint', description: 'The new endpoint.' }),
      secret: t.exposeString('secret', {
        nullable: true,
        description: `${secret} Null if replayed: if you do not have it, use webhookEndpointRotateSecret.`,
      }),
      replayed: t.exposeBoolean('replayed', { description: replayed }),
    }),
  })

const WebhookEndpointCreateResult = resultUnion('WebhookEndpointCreateResult', WebhookEndpointCreatePayload, [
  'INVALID_INPUT',
  'INVALID_STATE',
  'IDEMPOTENCY_CONFLICT',
  'IDEMPOTENCY_IN_PROGRESS',
])

builder.mutationField('webhookEndpointCreate', t =>
  t.field({
    scope: 'manage',
    type: WebhookEndpointCreateResult,
    description:
      'Creates an endpoint: the gateway sends it events from now on as webhooks, all or those of eventTypes. Verify their signature with ' +
      'the secret. At most 20 endpoints; beyond that, returns InvalidState.',
    args: {
      input: t.arg({ type: WebhookEndpointCreateInput, required: true, description: 'The endpoint to create.' }),
    },
    resolve: (_root, { input }, context) => answer(context, webhookEndpointCreate(context.deps, context.caller, input)),
  }),
)

// ── Mutation.webhookEndpointUpdate

const WebhookEndpointUpdateResult = resultUnion(
  'WebhookEndpointUpdateResult',
  changedPayload('WebhookEndpointUpdatePayload', 'The endpoint was changed.'),
  ['INVALID_INPUT', 'NOT_FOUND'],
)

builder.mutationField('webhookEndpointUpdate', t =>
  t.field({
    scope: 'manage',
    type: WebhookEndpointUpdateResult,
    description: 'Changes an endpoint. New eventTypes apply to events that the gateway has not read for it yet.',
    args: { input: t.arg({ type: WebhookEndpointUpdateInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, context) => answer(context, webhookEndpointUpdate(context.deps, context.caller, input)),
  }),
)

// ── Mutation.webhookEndpointDelete

const WebhookEndpointDeletePayload = builder
  .objectRef<PayloadOf<typeof webhookEndpointDelete>>('WebhookEndpointDeletePayload')
  .implement({
    description: 'The endpoint was deleted, with its deliveries and its secrets.',
    fields: t => ({
      webhookEndpointId: t.exposeID('webhookEndpointId', { description: 'The id of the deleted endpoint.' }),
    }),
  })

const WebhookEndpointDeleteResult = resultUnion('WebhookEndpointDeleteResult', WebhookEndpointDeletePayload, [
  'NOT_FOUND',
])

builder.mutationField('webhookEndpointDelete', t =>
  t.field({
    scope: 'manage',
    type: WebhookEndpointDeleteResult,
    description: 'Deletes an endpoint permanently. A request that is on its way can still arrive.',
    args: {
      input: t.arg({ type: WebhookEndpointDeleteInput, required: true, description: 'The endpoint to delete.' }),
    },
    resolve: (_root, { input }, context) => answer(context, webhookEndpointDelete(context.deps, context.caller, input)),
  }),
)

// ── Mutation.webhookEndpointPause, Mutation.webhookEndpointResume

const WebhookEndpointPauseResult = resultUnion(
  'WebhookEndpointPauseResult',
  changedPayload('WebhookEndpointPausePayload', 'The endpoint is PAUSED or DISABLED: nothing is sent to it.'),
  ['NOT_FOUND'],
)

builder.mutationField('webhookEndpointPause', t =>
  t.field({
    scope: 'manage',
    type: WebhookEndpointPauseResult,
    description: 'Pauses an endpoint. No event is lost: events wait in the log. A DISABLED endpoint stays DISABLED.',
    args: { input: t.arg({ type: WebhookEndpointPauseInput, required: true, description: 'The endpoint to pause.' }) },
    resolve: (_root, { input }, context) => answer(context, webhookEndpointPause(context.deps, context.caller, input)),
  }),
)

const WebhookEndpointResumeResult = resultUnion(
  'WebhookEndpointResumeResult',
  changedPayload('WebhookEndpointResumePayload', 'The endpoint is ENABLED.'),
  ['NOT_FOUND'],
)

builder.mutationField('webhookEndpointResume', t =>
  t.field({
    scope: 'manage',
    type: WebhookEndpointResumeResult,
    description: 'Sends again to an endpoint that is PAUSED or DISABLED, from where it stopped.',
    args: {
      input: t.arg({ type: WebhookEndpointResumeInput, required: true, description: 'The endpoint to resume.' }),
    },
    resolve: (_root, { input }, context) => answer(context, webhookEndpointResume(context.deps, context.caller, input)),
  }),
)

// ── Mutation.webhookEndpointRotateSecret

const WebhookEndpointRotateSecretPayload = builder
  .objectRef<PayloadOf<typeof webhookEndpointRotateSecret>>('WebhookEndpointRotateSecretPayload')
  .implement({
    description: 'The endpoint has a new secret.',
    fields: t => ({
      webhookEndpoint: t.expose('webhookEndpoint', { type: 'WebhookEndpoint', description: 'The endpoint.' }),
      secret: t.exposeString('secret', { description: secret }),
    }),
  })

const WebhookEndpointRotateSecretResult = resultUnion(
  'WebhookEndpointRotateSecretResult',
  WebhookEndpointRotateSecretPayload,
  ['INVALID_INPUT', 'NOT_FOUND'],
)

builder.mutationField('webhookEndpointRotateSecret', t =>
  t.field({
    scope: 'manage',
    type: WebhookEndpointRotateSecretResult,
    description:
      'Creates a new signing secret. During the overlap, each webhook is signed with both the new and the former ' +
      'secrets, so no webhook fails verification while you switch. At most four former secrets stay valid.',
    args: {
      input: t.arg({
        type: WebhookEndpointRotateSecretInput,
        required: true,
        description: 'The endpoint that gets a new secret.',
      }),
    },
    resolve: (_root, { input }, context) =>
      answer(context, webhookEndpointRotateSecret(context.deps, context.caller, input)),
  }),
)
