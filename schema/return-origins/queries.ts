import { findReturnOrigins } from '../../src/store/merchant/return-origins.ts'
import { builder } from '../builder.ts'
import { listOf } from '../lists/sizes.ts'

// ── Query.returnOrigins

builder.queryField('returnOrigins', t =>
  t.stringList({
    scope: 'manage',
    description:
      'The origins that returnUrl can have in your key’s mode, e.g. https://shop.example. Empty if every origin is ' +
      'allowed.',
    extensions: listOf(10),
    resolve: async (_root, _args, { deps, caller }) => [...(await findReturnOrigins(deps.database, caller.tenant))],
  }),
)
