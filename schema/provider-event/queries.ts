import { providerEventsPage } from '../../src/store/reads/provider-events-page.ts'
import { builder } from '../builder.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { connection } from '../connection.ts'
import { selectedColumns } from '../selected-columns.ts'
import { atMostEntries } from '../sizes.ts'
import { ProviderEventStatus } from './node.ts'
import { providerEventReader } from './reader.ts'

const ProviderEventConnection = builder.connectionObject(
  { type: 'ProviderEvent', name: 'ProviderEventConnection', description: 'A page of webhooks, newest first.' },
  { name: 'ProviderEventEdge', description: 'A webhook in a list, with its cursor.' },
)

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
    description: 'Webhooks that providers sent, newest first.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: ProviderEventFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, { deps, caller }, info) =>
      connection('providerEvent', args, window =>
        providerEventsPage(deps.database, providerEventReader(caller), window, filter ?? {}, selectedColumns(info)),
      ),
  }),
)
