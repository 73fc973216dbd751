import { kindOfId } from '../../src/base/id.ts'
import { emailHashes } from '../../src/store/consumer/personal-data.ts'
import { consumersPage } from '../../src/store/reads/consumers-page.ts'
import { builder } from '../builder.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { connection } from '../connection.ts'
import { selectedColumns } from '../selected-columns.ts'

const ConsumerConnection = builder.connectionObject(
  { type: 'Consumer', name: 'ConsumerConnection', description: 'A page of consumers, newest first.' },
  { name: 'ConsumerEdge', description: 'A consumer in a list, with its cursor.' },
)

const ConsumerFilter = builder.inputType('ConsumerFilter', {
  description: `Filters a list of consumers. All given fields must match. ${filterNulls('A reference or email')}`,
  fields: t => ({
    reference: t.string({ description: 'Only this merchant reference (exact match). Must not be null.' }),
    email: t.string({ description: 'Only this email address (exact match, case-insensitive). Must not be null.' }),
    country: t.field({ type: 'CountryCode', description: 'Only consumers who live in this country.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Only objects created at this time or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Only objects created before this time.' }),
  }),
})

// ── Query.consumer, Query.consumers

builder.queryFields(t => ({
  consumer: t.field({
    type: 'Consumer',
    nullable: true,
    description: 'The consumer with this id. Null if no consumer with this id is visible to you.',
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
