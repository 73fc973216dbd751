import { webhookDeliveryRetry } from '../../src/operations/webhook-endpoint/retry.ts'
import { builder } from '../builder.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'

// ── Mutation.webhookDeliveryRetry

const WebhookDeliveryRetryInput = builder.inputType('WebhookDeliveryRetryInput', {
  description: 'The delivery to send again.',
  fields: t => ({ webhookDeliveryId: t.id({ required: true, description: 'The delivery’s id, whd_….' }) }),
})

const WebhookDeliveryRetryPayload = builder
  .objectRef<PayloadOf<typeof webhookDeliveryRetry>>('WebhookDeliveryRetryPayload')
  .implement({
    description: 'The delivery is due now.',
    fields: t => ({
      webhookDelivery: t.expose('webhookDelivery', { type: 'WebhookDelivery', description: 'The delivery, PENDING.' }),
    }),
  })

const WebhookDeliveryRetryResult = resultUnion('WebhookDeliveryRetryResult', WebhookDeliveryRetryPayload, ['NOT_FOUND'])

builder.mutationField('webhookDeliveryRetry', t =>
  t.field({
    scope: 'manage',
    type: WebhookDeliveryRetryResult,
    description: 'Makes a delivery due now, even if it has SUCCEEDED or FAILED. If it fails, all retries follow again.',
    args: {
      input: t.arg({ type: WebhookDeliveryRetryInput, required: true, description: 'The delivery to send again.' }),
    },
    resolve: (_root, { input }, context) => answer(context, webhookDeliveryRetry(context.deps, context.caller, input)),
  }),
)
