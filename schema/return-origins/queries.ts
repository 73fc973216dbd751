import { findReturnOrigins } from '../../src/store/merchant/return-origins.ts'
import { builder } from '../builder.ts'
import { listOf } from '../list-size.ts'
import { requireScope } from '../require-scope.ts'

// ── Query.returnOrigins

builder.queryField('returnOrigins', t =>
  t.stringList({
    description:
      'The origins that returnUrl can have in your key’s mode, e.g. https://shop.example. Empty if every origin is ' +
      'allowed. Requires the scope manage.',
    extensions: listOf(10),
    resolve: async (_root, _args, context) => {
      requireScope(context, 'manage')
      return [...(await findReturnOrigins(context.deps.database, context.caller.tenant))]
    },
  }),
)
