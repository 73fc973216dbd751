import type { WebhookEndpointStatus as Status } from '../../src/domain/enums.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { listOf } from '../lists/sizes.ts'

const WebhookEndpointStatus = describedEnum<Status>('WebhookEndpointStatus', 'Whether an endpoint gets events.', {
  ENABLED: 'Events are sent.',
  PAUSED: 'You paused it. Nothing is sent, and nothing is missed: it continues where it stopped.',
  DISABLED: 'The gateway disabled it, see disabledReason. Nothing is missed: after webhookEndpointResume it continues.',
})

const WebhookDisabledReason = describedEnum<'GONE' | 'FAILING'>(
  'WebhookDisabledReason',
  'Why the gateway disabled an endpoint.',
  {
    GONE: 'It answered 410 Gone.',
    FAILING: 'It failed for five days without one success.',
  },
)

builder.prismaNode('WebhookEndpoint', {
  id: { field: 'id', description: 'The endpoint’s id, whe_….' },
  select: { id: true },
  nullable: true,
  description:
    'An address of yours to which the gateway sends events as webhooks, signed as Standard Webhooks describe. Each ' +
    'event is delivered at least once. Its secrets are stored encrypted, and shown only when they are made.',
  fields: t => ({
    url: t.expose('url', { type: 'URL', description: 'Where events are sent.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for, in your own words.' }),
    eventTypes: t.exposeStringList('eventTypes', {
      description:
        'The types of events that it gets, e.g. charge.created, or charge.* for all of a charge. Empty: all.',
      extensions: listOf(10),
    }),
    ordered: t.exposeBoolean('ordered', {
      description:
        'true: the next event of an object waits until the one before is delivered or given up. false: a retried ' +
        'event can arrive after later ones; compare version.',
    }),
    status: t.expose('status', { type: WebhookEndpointStatus, description: 'Whether events are sent.' }),
    disabledReason: t.field({
      type: WebhookDisabledReason,
      nullable: true,
      description: 'Why the gateway disabled it. Null unless it is DISABLED.',
      select: { disabledReason: true },
      resolve: ({ disabledReason }) => disabledReason as 'GONE' | 'FAILING' | null,
    }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'The first failure since the last success. Null if the last try succeeded.',
    }),
    secretOverlapUntil: t.expose('overlapUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when a former secret signs too. Null if there was no rotation with an overlap.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When you last changed it.' }),
  }),
})
