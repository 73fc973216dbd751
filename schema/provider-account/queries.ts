import { builder } from '../builder.ts'
import { listById, rootPage, rowsOf } from '../lists/connection.ts'

const ProviderAccountConnection = builder.connectionObject(
  {
    type: 'ProviderAccount',
    name: 'ProviderAccountConnection',
    description: 'A page of provider accounts, newest first.',
    extensions: rowsOf('ProviderAccount'),
  },
  { name: 'ProviderAccountEdge', description: 'A provider account in a list, with its cursor.' },
)

const providerAccounts = listById('providerAccount', 'providerAccount')

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
