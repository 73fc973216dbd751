import { builder } from '../builder.ts'
import { anyOf, given } from '../common/filter.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { listById, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'
import { atMostEntries } from '../lists/sizes.ts'
import { WebhookDeliveryState } from './node.ts'

const WebhookDeliveryConnection = connectionType('WebhookDelivery', 'webhook deliveries', 'A webhook delivery')

const webhookDeliveries = listById('webhookDelivery')

const WebhookDeliveryFilter = builder.inputType('WebhookDeliveryFilter', {
  description: `Filters a list of webhook deliveries. All given fields must match. ${filterNulls('An id')}`,
  fields: t => ({
    webhookEndpointId: t.id({ description: 'Only deliveries to this endpoint.' }),
    eventId: t.id({ description: 'Only deliveries of this event.' }),
    state: t.field({
      type: [WebhookDeliveryState],
      description: `Only these states, ${atMostEntries}. An empty list matches nothing.`,
    }),
  }),
})

// ── Query.webhookDeliveries

builder.queryField('webhookDeliveries', t =>
  t.field({
    scope: 'read',
    type: WebhookDeliveryConnection,
    description:
      'The events that were sent or are to be sent to your endpoints, newest first. Empty for a client token.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: WebhookDeliveryFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, context, info) => {
      const { webhookEndpointId: endpointId, eventId, state } = filter ?? {}
      const where = given({ endpointId, eventId, state: anyOf(state) })
      return rootPage(webhookDeliveries, args, where, context, info)
    },
  }),
)
