import { builder } from '../builder.ts'
import { listById, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'

const ProviderAccountConnection = connectionType('ProviderAccount', 'provider accounts', 'A provider account')

const providerAccounts = listById('providerAccount')

// ── Query.providerAccounts

builder.queryField('providerAccounts', t =>
  t.field({
    scope: 'manage',
    type: ProviderAccountConnection,
    description:
      'Your merchant’s own accounts at providers for your key’s mode, newest first, including replaced and retired accounts.',
    args: t.arg.connectionArgs(),
    resolve: (_root, args, context, info) => rootPage(providerAccounts, args, {}, context, info),
  }),
)
