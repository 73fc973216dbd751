import { builder } from '../builder.ts'
import { anyOf, created, given } from '../common/filter.ts'
import { OperationStatus } from '../common/operation-status.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { listById, relatedPage, rootPage } from '../lists/connection.ts'
import { connectionType } from '../lists/connection-type.ts'
import { atMostEntries } from '../lists/sizes.ts'
import { loadRow } from '../node.ts'
import { byStatement, idsFirst } from '../rows/rows.ts'
import { ChargeStatus } from './enums.ts'

const ChargeConnection = connectionType('Charge', 'charges', 'A charge')

const charges = listById('charge')

const ChargeFilter = builder.inputType('ChargeFilter', {
  description: `Filters a list of charges. All given fields must match. ${filterNulls('An id or reference')}`,
  fields: t => ({
    status: t.field({
      type: [ChargeStatus],
      description: `Only these statuses, ${atMostEntries}. An empty list matches nothing.`,
    }),
    operationStatus: t.field({
      type: [OperationStatus],
      description:
        `Only charges with an authorization, capture, refund or void in one of these statuses, ${atMostEntries}, ` +
        'e.g. [UNKNOWN]. An empty list matches nothing.',
    }),
    needsAttention: t.boolean({
      description: 'true: only charges flagged for manual review; false: only the rest.',
    }),
    provider: t.field({ type: ProviderCode, description: 'Only this provider.' }),
    agreementId: t.id({ description: 'Only this agreement, agr_….' }),
    consumerId: t.id({ description: 'Only this consumer, con_….' }),
    reference: t.string({ description: 'Only this merchant reference (exact match). Must not be null.' }),
    currency: t.field({ type: 'CurrencyCode', description: 'Only this currency.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Only objects created at this time or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Only objects created before this time.' }),
  }),
})

// ── Consumer.charges

builder.prismaObjectField('Consumer', 'charges', t =>
  t.field({
    type: ChargeConnection,
    description: 'The consumer’s charges under all agreements, newest first.',
    args: t.arg.connectionArgs(),
    ...relatedPage(charges, 'charges', 'consumerId'),
  }),
)

// ── Agreement.initialCharge, Agreement.charges

builder.prismaObjectFields('Agreement', t => ({
  initialCharge: t.field({
    type: 'Charge',
    nullable: true,
    description: 'The charge that was made together with the agreement. Null if there was none.',
    resolve: ({ id }, _args, { loaders }) => loaders.initialChargeOfAgreement.load(id),
  }),
  charges: t.field({
    type: ChargeConnection,
    description: 'The agreement’s charges, including the initial charge, newest first.',
    args: t.arg.connectionArgs(),
    ...relatedPage(charges, 'charges', 'agreementId'),
  }),
}))

// ── Query.charge, Query.charges

builder.queryFields(t => ({
  charge: t.field({
    type: 'Charge',
    nullable: true,
    scope: 'read',
    description: 'The charge with this id. Null if no charge with this id is visible to you.',
    args: { id: t.arg.id({ required: true, description: 'The charge’s id, chg_….' }) },
    // 9 columns: Prisma reads them at 0.55 of PostGraphile's rate, the statement at 1.19.
    resolve: (_root, { id }, context, info) => loadRow('charge', id, context, info, byStatement(context, 'charge')),
  }),
  charges: t.field({
    type: ChargeConnection,
    scope: 'read',
    description: 'The merchant’s charges, newest first.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: ChargeFilter, description: listFilter }),
    },
    // 50 rows of 9 columns: Prisma has 0.61 of PostGraphile's rate, the statement 1.12.
    resolve: (_root, { filter, ...args }, context, info) => {
      const rows = byStatement(context, 'charge')
      const where = chargesWhere(filter ?? {})
      return rootPage(charges, args, where, context, info, Object.keys(where).length === 0 ? rows : idsFirst(rows))
    },
  }),
}))

function chargesWhere({
  status,
  operationStatus,
  createdAfter,
  createdBefore,
  ...equal
}: typeof ChargeFilter.$inferInput) {
  return {
    ...given(equal),
    ...given({ status: anyOf(status) }),
    ...created('charge', createdAfter, createdBefore),
    ...(operationStatus ? { operations: { some: { status: { in: operationStatus } } } } : {}),
  }
}
