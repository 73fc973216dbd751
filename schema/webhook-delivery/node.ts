import type { WebhookDeliveryState as State } from '../../src/domain/enums.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { listOf } from '../lists/sizes.ts'
import { WebhookTry } from './try.ts'

export const WebhookDeliveryState = describedEnum<State>('WebhookDeliveryState', 'The state of a delivery.', {
  PENDING: 'It is sent at nextTryAt. While its endpoint is not ENABLED, it waits.',
  SUCCEEDED: 'The endpoint answered with a status from 200 to 299.',
  FAILED: 'Given up, after the last retry or after 410 Gone. webhookDeliveryRetry sends it again.',
})

builder.prismaNode('WebhookDelivery', {
  id: { field: 'id', description: 'The delivery’s id, whd_….' },
  select: { id: true },
  nullable: true,
  description: 'One event for one webhook endpoint, with every try. It is kept for 30 days after it has ended.',
  fields: t => ({
    endpoint: t.relation('endpoint', { description: 'The endpoint that it is sent to.' }),
    eventId: t.exposeID('eventId', { description: 'The event’s id, evt_…. It is the webhook-id of every try.' }),
    event: t.field({
      type: 'LogEvent',
      nullable: true,
      description: 'The event. Null once its part of the log was archived.',
      select: { eventId: true },
      resolve: ({ eventId }, _args, { loaders }) => loaders.event.load(eventId),
    }),
    eventType: t.exposeString('eventType', { description: 'The event’s type, e.g. charge.created.' }),
    subjectId: t.exposeID('subjectId', { description: 'The id of the object that the event is about.' }),
    state: t.expose('state', { type: WebhookDeliveryState, description: 'The current state.' }),
    replayed: t.exposeBoolean('replayed', { description: 'true: webhookReplay created this delivery.' }),
    body: t.exposeString('body', { description: 'The body that is sent, byte for byte.' }),
    tries: t.field({
      type: [WebhookTry],
      description: 'The tries, oldest first, at most the last 20.',
      extensions: listOf(3),
      select: { tries: true },
      resolve: ({ tries }) => [...tries],
    }),
    nextTryAt: t.expose('nextAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is sent next. Null once it has ended.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the delivery was created.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was delivered or given up. Null while it is PENDING.',
    }),
  }),
})
