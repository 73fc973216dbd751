import { webhookReplay } from '../../src/operations/webhook-endpoint/replay.ts'
import { webhookEndpointTest } from '../../src/operations/webhook-endpoint/test.ts'
import { builder } from '../builder.ts'
import { listOf } from '../lists/sizes.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { WebhookTry } from '../webhook-delivery/try.ts'
import { WebhookEndpointTestInput, WebhookReplayInput } from './inputs.ts'

type Tested = PayloadOf<typeof webhookEndpointTest>

const WebhookHeader = builder.objectRef<{ readonly name: string; readonly value: string }>('WebhookHeader').implement({
  description: 'A header of a webhook.',
  fields: t => ({
    name: t.exposeString('name', { description: 'Its name, in lower case.' }),
    value: t.exposeString('value', { description: 'Its value.' }),
  }),
})

const WebhookRequest = builder.objectRef<Tested['request']>('WebhookRequest').implement({
  description: 'The HTTP POST request of a webhook.',
  fields: t => ({
    url: t.expose('url', { type: 'URL', description: 'Where it is sent.' }),
    headers: t.field({
      type: [WebhookHeader],
      description: 'The headers that the gateway adds, including the signatures.',
      extensions: listOf(5),
      resolve: ({ headers }) => Object.entries(headers).map(([name, value]) => ({ name, value })),
    }),
    body: t.exposeString('body', { description: 'The exact body. The signature covers these bytes.' }),
  }),
})

// ── Mutation.webhookEndpointTest

const WebhookEndpointTestPayload = builder.objectRef<Tested>('WebhookEndpointTestPayload').implement({
  description: 'The request, which was sent unless it was a dry run.',
  fields: t => ({
    webhookEndpoint: t.expose('webhookEndpoint', { type: 'WebhookEndpoint', description: 'The endpoint.' }),
    request: t.expose('request', { type: WebhookRequest, description: 'The request.' }),
    result: t.expose('result', {
      type: WebhookTry,
      nullable: true,
      description: 'How the endpoint answered. Null in a dry run.',
    }),
  }),
})

const WebhookEndpointTestResult = resultUnion('WebhookEndpointTestResult', WebhookEndpointTestPayload, ['NOT_FOUND'])

builder.mutationField('webhookEndpointTest', t =>
  t.field({
    scope: 'manage',
    type: WebhookEndpointTestResult,
    description:
      'Sends one webhook to an endpoint now, whatever its status, and waits for the response; or, as a dry run, only ' +
      'shows the exact request. It is not retried, and not in the list of deliveries.',
    args: {
      input: t.arg({
        type: WebhookEndpointTestInput,
        required: true,
        description: 'The endpoint to test, and the event to send.',
      }),
    },
    resolve: (_root, { input }, context) => answer(context, webhookEndpointTest(context.deps, context.caller, input)),
  }),
)

// ── Mutation.webhookReplay

const WebhookReplayPayload = builder.objectRef<PayloadOf<typeof webhookReplay>>('WebhookReplayPayload').implement({
  description: 'The events are sent again.',
  fields: t => ({
    webhookEndpoint: t.expose('webhookEndpoint', { type: 'WebhookEndpoint', description: 'The endpoint.' }),
    added: t.exposeInt('added', {
      description: 'How many deliveries were added. Events that still wait for this endpoint are not added again.',
    }),
    eventCursor: t.expose('eventCursor', {
      type: 'EventCursor',
      description: 'The position up to which the log was read. If more is true, call again with it as `after`.',
    }),
    more: t.exposeBoolean('more', { description: 'true: the range continues. One call reads at most 1,000 events.' }),
  }),
})

const WebhookReplayResult = resultUnion('WebhookReplayResult', WebhookReplayPayload, ['INVALID_INPUT', 'NOT_FOUND'])

builder.mutationField('webhookReplay', t =>
  t.field({
    scope: 'manage',
    type: WebhookReplayResult,
    description:
      'Sends events to an endpoint again: by their ids, after a position in the log, or of a time range. They keep ' +
      'their webhook-id. An endpoint that is not ENABLED gets them when it is resumed.',
    args: { input: t.arg({ type: WebhookReplayInput, required: true, description: 'The events to send again.' }) },
    resolve: (_root, { input }, context) => answer(context, webhookReplay(context.deps, context.caller, input)),
  }),
)
