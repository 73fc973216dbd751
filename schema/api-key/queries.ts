import { builder } from '../builder.ts'
import { listById, rootPage, rowsOf } from '../lists/connection.ts'

const ApiKeyConnection = builder.connectionObject(
  {
    type: 'ApiKey',
    name: 'ApiKeyConnection',
    description: 'A page of keys, newest first.',
    extensions: rowsOf('ApiKey'),
  },
  { name: 'ApiKeyEdge', description: 'A key in a list, with its cursor.' },
)

const apiKeys = listById('apiKey', 'apiKey')

// ── Query.apiKeys

builder.queryField('apiKeys', t =>
  t.field({
    scope: 'manage',
    type: ApiKeyConnection,
    description:
      'The secret keys of your merchant and your key’s mode, newest first, including expired and revoked keys.',
    args: t.arg.connectionArgs(),
    resolve: (_root, args, context, info) => rootPage(apiKeys, args, {}, context, info),
  }),
)
