import { consumerErase } from '../../src/operations/consumer/erase.ts'
import { builder } from '../builder.ts'
import { payloadCursor } from '../common/payload.ts'
import { listOf } from '../lists/sizes.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'

// ── Mutation.consumerErase

const ConsumerEraseInput = builder.inputType('ConsumerEraseInput', {
  description: 'The consumer to erase.',
  fields: t => ({
    consumerId: t.id({ required: true, description: 'The consumer’s id, con_….' }),
  }),
})

const ConsumerErasePayload = builder.objectRef<PayloadOf<typeof consumerErase>>('ConsumerErasePayload').implement({
  description: 'The consumer’s personal data was erased.',
  fields: t => ({
    consumer: t.expose('consumer', {
      type: 'Consumer',
      description: 'The consumer, with erasedAt. Every field with personal data is null.',
    }),
    revocations: t.expose('revocations', {
      type: ['Revocation'],
      description:
        'All revocations of the consumer’s agreements, oldest first, including those that this erasure requested. A ' +
        'revocation that is not final yet continues.',
      extensions: listOf(5), // few consumers have more agreements
    }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ConsumerEraseResult = resultUnion('ConsumerEraseResult', ConsumerErasePayload, ['NOT_FOUND', 'INVALID_STATE'])

builder.mutationField('consumerErase', t =>
  t.field({
    type: ConsumerEraseResult,
    scope: 'manage',
    description:
      'Erases a consumer’s personal data forever. It erases name, email, phone, birth date, tax id, billing address, ' +
      'locale, reference and metadata of the consumer, tokens, last digits and expiry of their means of payment, and ' +
      'the bodies of webhooks and provider requests. It keeps the country, and agreements, schedules, charges and ' +
      'events with their amounts, references, descriptions and metadata. Agreements that have not ended are revoked ' +
      'at the provider, which cancels their schedules. If the outcome of a request to a provider is not known, e.g. ' +
      'of a charge with status PROCESSING or UNKNOWN, returns InvalidState and erases nothing. If the consumer is ' +
      'already erased, returns the payload again.',
    args: { input: t.arg({ type: ConsumerEraseInput, required: true, description: 'The consumer to erase.' }) },
    resolve: (_root, { input }, context) => answer(context, consumerErase(context.deps, context.caller, input)),
  }),
)
