import { builder } from '../builder.ts'
import { listById, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'

const ApiKeyConnection = connectionType('ApiKey', 'keys', 'A key')

const apiKeys = listById('apiKey')

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
