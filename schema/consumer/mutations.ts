import { consumerCreate } from '../../src/operations/consumer/create.ts'
import { consumerUpdate } from '../../src/operations/consumer/update.ts'
import { builder } from '../builder.ts'
import { payloadCursor, replayed } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { ConsumerCreateInput, ConsumerUpdateInput } from './inputs.ts'

// ── Mutation.consumerCreate

const ConsumerCreatePayload = builder.objectRef<PayloadOf<typeof consumerCreate>>('ConsumerCreatePayload').implement({
  description: 'The consumer was created.',
  fields: t => ({
    consumer: t.expose('consumer', { type: 'Consumer', description: 'The consumer in its current state.' }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ConsumerCreateResult = resultUnion('ConsumerCreateResult', ConsumerCreatePayload, [
  'INVALID_INPUT',
  'IDEMPOTENCY_CONFLICT',
  'IDEMPOTENCY_IN_PROGRESS',
])

builder.mutationField('consumerCreate', t =>
  t.field({
    type: ConsumerCreateResult,
    scope: 'manage',
    description: 'Creates a consumer, i.e. a person to charge. Nothing is sent to a provider.',
    args: { input: t.arg({ type: ConsumerCreateInput, required: true, description: 'The consumer to create.' }) },
    resolve: (_root, { input }, context) => answer(context, consumerCreate(context.deps, context.caller, input)),
  }),
)

// ── Mutation.consumerUpdate

const ConsumerUpdatePayload = builder.objectRef<PayloadOf<typeof consumerUpdate>>('ConsumerUpdatePayload').implement({
  description: 'The consumer was updated.',
  fields: t => ({
    consumer: t.expose('consumer', { type: 'Consumer', description: 'The consumer with the changes.' }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ConsumerUpdateResult = resultUnion('ConsumerUpdateResult', ConsumerUpdatePayload, [
  'INVALID_INPUT',
  'NOT_FOUND',
  'INVALID_STATE',
])

builder.mutationField('consumerUpdate', t =>
  t.field({
    type: ConsumerUpdateResult,
    scope: 'manage',
    description:
      'Updates a consumer. It needs no idempotencyKey, because a repeat changes nothing. If the consumer is erased, ' +
      'returns InvalidState.',
    args: { input: t.arg({ type: ConsumerUpdateInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, context) => answer(context, consumerUpdate(context.deps, context.caller, input)),
  }),
)
