import { builder } from '../builder.ts'
import { listById, rootPage, rowsOf } from '../lists/connection.ts'

const WebhookEndpointConnection = builder.connectionObject(
  {
    type: 'WebhookEndpoint',
    name: 'WebhookEndpointConnection',
    description: 'A page of webhook endpoints, newest first.',
    extensions: rowsOf('WebhookEndpoint'),
  },
  { name: 'WebhookEndpointEdge', description: 'A webhook endpoint in a list, with its cursor.' },
)

const webhookEndpoints = listById('webhookEndpoint', 'webhookEndpoint')

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
