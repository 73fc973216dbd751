import { kindOfId } from '../../src/base/id.ts'
import { emailHashes } from '../../src/store/consumer/personal-data.ts'
import { consumersPage } from '../../src/store/reads/consumers-page.ts'
import { builder } from '../builder.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { connection } from '../connection.ts'
import { selectedColumns } from '../selected-columns.ts'

const ConsumerConnection = builder.connectionObject(
  { type: 'Consumer', name: 'ConsumerConnection', description: 'A page of consumers, newest first.' },
  { name: 'ConsumerEdge', description: 'A consumer in a list.' },
)

const ConsumerFilter = builder.inputType('ConsumerFilter', {
  description: `Narrows a list of consumers: all given fields must match. ${filterNulls('A reference or email')}`,
  fields: t => ({
    reference: t.string({ description: 'Exactly this reference of the merchant’s. Cannot be null.' }),
    email: t.string({ description: 'Exactly this whole e-mail address; capitals make no difference. Cannot be null.' }),
    country: t.field({ type: 'CountryCode', description: 'Living in this country.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Made at this instant or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Made earlier than this instant.' }),
  }),
})

// ── Query.consumer, Query.consumers

builder.queryFields(t => ({
  consumer: t.field({
    type: 'Consumer',
    nullable: true,
    description: 'One consumer; null where the id is unknown to this caller.',
    args: { id: t.arg.id({ required: true, description: 'con_…' }) },
    resolve: (_root, { id }, { loaders }) => (kindOfId(id) === 'consumer' ? loaders.consumer.load(id) : null),
  }),
  consumers: t.field({
    type: ConsumerConnection,
    description: 'The merchant’s consumers, newest first.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: ConsumerFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, { deps, caller }, info) =>
      connection('consumer', args, window => {
        const { email, ...plain } = filter ?? {}
        const narrowed = { ...plain, emailHashes: email == null ? null : emailHashes(deps.vault, email) }
        return consumersPage(deps.database, caller.tenant, window, narrowed, selectedColumns(info))
      }),
  }),
}))
