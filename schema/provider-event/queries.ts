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
  { type: 'ProviderEvent', name: 'ProviderEventConnection', description: 'A page of notifications, newest first.' },
  { name: 'ProviderEventEdge', description: 'A notification in a list.' },
)

const ProviderEventFilter = builder.inputType('ProviderEventFilter', {
  description: `Narrows a list of notifications: all given fields must match. ${filterNulls('An id')}`,
  fields: t => ({
    provider: t.field({ type: ProviderCode, description: 'Sent by this provider.' }),
    status: t.field({
      type: [ProviderEventStatus],
      description: `In any of these, ${atMostEntries}; an empty list matches nothing.`,
    }),
    type: t.string({ description: 'Exactly this type, in the provider’s word.' }),
    subjectId: t.id({ description: 'About this charge or agreement.' }),
  }),
})

// ── Query.providerEvents

builder.queryField('providerEvents', t =>
  t.field({
    type: ProviderEventConnection,
    description: 'Notifications that providers sent, newest first.',
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
