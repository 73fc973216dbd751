import type { WebhookEndpointStatus as Status } from '../../src/domain/enums.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { listOf } from '../lists/sizes.ts'

const WebhookEndpointStatus = describedEnum<Status>(
  'WebhookEndpointStatus',
  'Whether events are sent to an endpoint.',
  {
    ENABLED: 'Events are sent.',
    PAUSED: 'You paused it. Nothing is sent, and nothing is missed: it continues where it stopped.',
    DISABLED:
      'The gateway disabled it, see disabledReason. Nothing is missed: after webhookEndpointResume it continues.',
  },
)

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
    'Your address to which the gateway sends events as webhooks, signed as the Standard Webhooks specification ' +
    'requires. Each event is delivered at least once. Its secrets are stored encrypted, and shown only when they are ' +
    'created.',
  fields: t => ({
    url: t.expose('url', { type: 'URL', description: 'Where events are sent.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for, in your own words.' }),
    eventTypes: t.exposeStringList('eventTypes', {
      description:
        'The types of events that are sent to it, e.g. charge.created, or charge.* for all charge events. Empty: all.',
      extensions: listOf(10),
    }),
    ordered: t.exposeBoolean('ordered', {
      description:
        'true: the next event of an object waits until delivery of the previous one has succeeded or finally failed. ' +
        'false: a retried event can arrive after later ones; compare version.',
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
      description: 'When the first failure since the last success happened. Null if the last try succeeded.',
    }),
    secretOverlapUntil: t.expose('overlapUntil', {
      type: 'DateTime',
      nullable: true,
      description:
        'Until when webhooks are also signed with a former secret. Null if there was no rotation with an overlap.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When you last changed it.' }),
  }),
})
