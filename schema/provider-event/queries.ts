import { builder } from '../builder.ts'
import { anyOf, given } from '../common/filter.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { listById, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'
import { atMostEntries } from '../lists/sizes.ts'
import { byStatement, idsFirst } from '../rows/rows.ts'
import { ProviderEventStatus } from './node.ts'
import { shownTo } from './reader.ts'

const ProviderEventConnection = connectionType('ProviderEvent', 'webhooks', 'A webhook')

const providerEvents = listById('providerEvent')

const ProviderEventFilter = builder.inputType('ProviderEventFilter', {
  description: `Filters a list of webhooks. All given fields must match. ${filterNulls('An id')}`,
  fields: t => ({
    provider: t.field({ type: ProviderCode, description: 'Only webhooks from this provider.' }),
    status: t.field({
      type: [ProviderEventStatus],
      description: `Only these statuses, ${atMostEntries}. An empty list matches nothing.`,
    }),
    type: t.string({ description: 'Only this type (exact match), as the provider names it.' }),
    subjectId: t.id({ description: 'Only webhooks about this charge or agreement.' }),
  }),
})

// ── Query.providerEvents

builder.queryField('providerEvents', t =>
  t.field({
    type: ProviderEventConnection,
    scope: 'read',
    description: 'Webhooks that providers sent, newest first. Empty for a client token.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: ProviderEventFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, context, info) => {
      const { status, ...equal } = filter ?? {}
      const where = { ...given({ ...equal, status: anyOf(status) }), ...shownTo(context.caller) }
      const rows = byStatement(context, 'providerEvent')
      return rootPage(providerEvents, args, where, context, info, filter ? idsFirst(rows) : rows)
    },
  }),
)
