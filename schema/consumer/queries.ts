import type { Vault } from '../../src/base/encryption.ts'
import { emailHashes } from '../../src/store/consumer/personal-data.ts'
import { builder } from '../builder.ts'
import { created, given } from '../common/filter.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { listById, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'
import { loadRow } from '../node.ts'

const ConsumerConnection = connectionType('Consumer', 'consumers', 'A consumer')

const consumers = listById('consumer')

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
    scope: 'read',
    description: 'The consumer with this id. Null if no consumer with this id is visible to you.',
    args: { id: t.arg.id({ required: true, description: 'The consumer’s id, con_….' }) },
    resolve: (_root, { id }, context, info) => loadRow('consumer', id, context, info),
  }),
  consumers: t.field({
    type: ConsumerConnection,
    scope: 'read',
    description: 'The merchant’s consumers, newest first.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: ConsumerFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, context, info) =>
      rootPage(consumers, args, consumersWhere(filter ?? {}, context.deps.vault), context, info),
  }),
}))

function consumersWhere(
  { email, createdAfter, createdBefore, ...equal }: typeof ConsumerFilter.$inferInput,
  vault: Vault,
) {
  return {
    ...given(equal),
    ...created('consumer', createdAfter, createdBefore),
    ...(email == null ? {} : { emailHash: { in: emailHashes(vault, email) } }),
  }
}
