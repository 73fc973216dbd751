import type { modes } from '../src/domain/enums.ts'
import type { Caller } from '../src/operations/command/caller.ts'
import { builder } from './builder.ts'
import { describedEnum } from './common/enum.ts'
import { listOf } from './list-size.ts'

const ViewerKind = describedEnum<'MERCHANT'>('ViewerKind', 'The type of credential.', {
  MERCHANT: 'A secret key of a server. It acts for its merchant.',
})

const KeyMode = describedEnum<(typeof modes)[number]>(
  'KeyMode',
  'The mode of a key. TEST and LIVE data are completely separate.',
  {
    TEST: 'Test data. No real money moves.',
    LIVE: 'Real money.',
  },
)

const Viewer = builder.objectRef<Caller>('Viewer').implement({
  description: 'Your credentials: who they belong to, and what they can do.',
  fields: t => ({
    kind: t.field({
      type: ViewerKind,
      description: 'The type of credential.',
      resolve: () => 'MERCHANT' as const,
    }),
    mode: t.field({
      type: KeyMode,
      description: 'The mode, which decides which data you see and whether real money moves.',
      resolve: caller => caller.tenant.mode,
    }),
    merchantName: t.exposeString('merchantName', {
      description: 'The name of the merchant that the credential acts for.',
    }),
    scopes: t.exposeStringList('scopes', {
      description:
        'What a secret key may do: read, charge, refund, manage, operator. The description of each query, mutation ' +
        'and subscription names the scope that it requires. Empty for a client token.',
      extensions: listOf(5),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the credential expires. Null if it does not expire, e.g. for a server’s key.',
      resolve: () => null,
    }),
  }),
})

// ── queries

builder.queryField('viewer', t =>
  t.field({
    type: Viewer,
    scope: 'any',
    description: 'Your credentials.',
    resolve: (_root, _args, context) => context.caller,
  }),
)
