import type { modes } from '../src/domain/enums.ts'
import type { Caller } from '../src/operations/command/caller.ts'
import { builder } from './builder.ts'
import { describedEnum } from './common/enum.ts'
import { listOf } from './list-size.ts'

const ViewerKind = describedEnum<'MERCHANT'>('ViewerKind', 'What sort of credential is in use.', {
  MERCHANT: 'A server’s key: it acts for its merchant.',
})

const KeyMode = describedEnum<(typeof modes)[number]>('KeyMode', 'Which world a key belongs to. The two never meet.', {
  TEST: 'Test data; no real money moves.',
  LIVE: 'Real money.',
})

const Viewer = builder.objectRef<Caller>('Viewer').implement({
  description: 'Who the credentials in use belong to, and what they may do.',
  fields: t => ({
    kind: t.field({
      type: ViewerKind,
      description: 'What sort of credential is in use.',
      resolve: () => 'MERCHANT' as const,
    }),
    mode: t.field({
      type: KeyMode,
      description: 'Which data it sees, and whether money moves.',
      resolve: caller => caller.tenant.mode,
    }),
    merchantName: t.exposeString('merchantName', { description: 'The merchant it acts for.' }),
    scopes: t.exposeStringList('scopes', {
      description: 'What it may do beyond every key: operator for an operator’s decisions.',
      extensions: listOf(5),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it stops working by itself; null where it does not, as a server’s key.',
      resolve: () => null,
    }),
  }),
})

// ── queries

builder.queryField('viewer', t =>
  t.field({ type: Viewer, description: 'Who is asking.', resolve: (_root, _args, context) => context.caller }),
)
