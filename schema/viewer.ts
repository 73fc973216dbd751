import type { GraphQLResolveInfo } from 'graphql'
import type { modes } from '../src/domain/enums.ts'
import type { Caller } from '../src/operations/command/caller.ts'
import { builder } from './builder.ts'
import { describedEnum } from './common/enum.ts'
import type { GraphContext } from './context.ts'
import { listOf } from './lists/sizes.ts'
import { loadRow } from './node.ts'

const ViewerKind = describedEnum<'MERCHANT' | 'CLIENT'>('ViewerKind', 'The type of credential.', {
  MERCHANT: 'A secret key of a server. It acts for its merchant.',
  CLIENT: 'A client token of a consumer’s browser. It can read the objects that it names, and cannot change anything.',
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
      resolve: ({ grant }) => (grant ? 'CLIENT' : 'MERCHANT'),
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
      description: 'When the credential expires. Null for a secret key that does not expire.',
      resolve: ({ grant, expiresAt }) => (grant ?? { expiresAt }).expiresAt ?? null,
    }),
    consumer: t.field({
      type: 'Consumer',
      nullable: true,
      description: 'The consumer that the client token names. Null if it names none, and for a server’s key.',
      resolve: ({ grant }, _args, context, info) => named('consumer', grant?.consumerId, context, info),
    }),
    agreement: t.field({
      type: 'Agreement',
      nullable: true,
      description: 'The agreement that the client token names. Null if it names none, and for a server’s key.',
      resolve: ({ grant }, _args, context, info) => named('agreement', grant?.agreementId, context, info),
    }),
    charge: t.field({
      type: 'Charge',
      nullable: true,
      description: 'The charge that the client token names. Null if it names none, and for a server’s key.',
      resolve: ({ grant }, _args, context, info) => named('charge', grant?.chargeId, context, info),
    }),
  }),
})

function named<Kind extends 'consumer' | 'agreement' | 'charge'>(
  kind: Kind,
  id: string | null | undefined,
  context: GraphContext,
  info: GraphQLResolveInfo,
) {
  return id == null ? null : loadRow(kind, id, context, info)
}

// ── queries

builder.queryField('viewer', t =>
  t.field({
    type: Viewer,
    scope: 'any',
    description: 'Your credentials.',
    resolve: (_root, _args, context) => context.caller,
  }),
)
