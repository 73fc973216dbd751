import { builder } from '../builder.ts'
import { listById, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'

const WebhookEndpointConnection = connectionType('WebhookEndpoint', 'webhook endpoints', 'A webhook endpoint')

const webhookEndpoints = listById('webhookEndpoint')

// ── Query.webhookEndpoints

builder.queryField('webhookEndpoints', t =>
  t.field({
    scope: 'read',
    type: WebhookEndpointConnection,
    description: 'Your webhook endpoints, newest first. Empty for a client token.',
    args: t.arg.connectionArgs(),
    resolve: (_root, args, context, info) => rootPage(webhookEndpoints, args, {}, context, info),
  }),
)
