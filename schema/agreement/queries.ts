import { builder } from '../builder.ts'
import { anyOf, created, given } from '../common/filter.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { listById, relatedPage, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'
import { atMostEntries } from '../lists/sizes.ts'
import { loadRow } from '../node.ts'
import { byStatement } from '../rows/rows.ts'
import { AgreementStatus } from './enums.ts'

const AgreementConnection = connectionType('Agreement', 'agreements', 'An agreement')

const agreements = listById('agreement')

const AgreementFilter = builder.inputType('AgreementFilter', {
  description: `Filters a list of agreements. All given fields must match. ${filterNulls('An id or reference')}`,
  fields: t => ({
    status: t.field({
      type: [AgreementStatus],
      description: `Only these statuses, ${atMostEntries}. An empty list matches nothing.`,
    }),
    provider: t.field({ type: ProviderCode, description: 'Only agreements at this provider.' }),
    paymentMethod: t.string({ description: 'Only this payment method (exact match). Examples: AMAZON_PAY, CARD.' }),
    consumerId: t.id({ description: 'Only this consumer, con_….' }),
    needsAttention: t.boolean({
      description: 'true: only agreements flagged for manual review; false: only the rest.',
    }),
    reference: t.string({ description: 'Only this merchant reference (exact match). Must not be null.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Only objects created at this time or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Only objects created before this time.' }),
  }),
})

// ── Consumer.agreements

builder.prismaObjectField('Consumer', 'agreements', t =>
  t.field({
    type: AgreementConnection,
    description: 'The consumer’s agreements, newest first.',
    args: t.arg.connectionArgs(),
    ...relatedPage(agreements, 'agreements', 'consumerId'),
  }),
)

// ── Query.agreement, Query.agreements

builder.queryFields(t => ({
  agreement: t.field({
    type: 'Agreement',
    nullable: true,
    scope: 'read',
    description: 'The agreement with this id. Null if no agreement with this id is visible to you.',
    args: { id: t.arg.id({ required: true, description: 'The agreement’s id, agr_….' }) },
    // With its consumer and 10 charges with their operations: Prisma has 0.51 of PostGraphile's rate, the statement
    // 0.76.
    resolve: (_root, { id }, context, info) =>
      loadRow('agreement', id, context, info, byStatement(context, 'agreement')),
  }),
  agreements: t.field({
    type: AgreementConnection,
    scope: 'read',
    description: 'The merchant’s agreements, newest first.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: AgreementFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, context, info) =>
      rootPage(agreements, args, agreementsWhere(filter ?? {}), context, info),
  }),
}))

function agreementsWhere({ status, createdAfter, createdBefore, ...equal }: typeof AgreementFilter.$inferInput) {
  return { ...given(equal), ...given({ status: anyOf(status) }), ...created('agreement', createdAfter, createdBefore) }
}
