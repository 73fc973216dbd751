import { kindOfId } from '../../src/base/id.ts'
import { agreementsPage } from '../../src/store/reads/agreements-page.ts'
import { builder } from '../builder.ts'
import { filterNulls, listFilter } from '../common/payload.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { connection } from '../connection.ts'
import { selectedColumns } from '../selected-columns.ts'
import { atMostEntries } from '../sizes.ts'
import { AgreementStatus } from './enums.ts'

const AgreementConnection = builder.connectionObject(
  { type: 'Agreement', name: 'AgreementConnection', description: 'A page of agreements, newest first.' },
  { name: 'AgreementEdge', description: 'An agreement in a list.' },
)

const AgreementFilter = builder.inputType('AgreementFilter', {
  description: `Narrows a list of agreements: all given fields must match. ${filterNulls('An id or reference')}`,
  fields: t => ({
    status: t.field({
      type: [AgreementStatus],
      description: `In any of these, ${atMostEntries}; an empty list matches nothing.`,
    }),
    provider: t.field({ type: ProviderCode, description: 'Kept by this provider.' }),
    paymentMethod: t.string({ description: 'Of exactly this payment method, e.g. AMAZON_PAY, CARD.' }),
    consumerId: t.id({ description: 'Of this consumer, con_….' }),
    needsAttention: t.boolean({ description: 'True: those that a person has to decide about. False: the others.' }),
    reference: t.string({ description: 'Exactly this reference of the merchant’s. Cannot be null.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Made at this instant or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Made earlier than this instant.' }),
  }),
})

// ── Consumer.agreements

builder.objectField('Consumer', 'agreements', t =>
  t.field({
    type: AgreementConnection,
    description: 'The consumer’s agreements, newest first.',
    args: t.arg.connectionArgs(),
    resolve: ({ id }, args, { loaders }) =>
      connection('agreement', args, window => loaders.agreementsOfConsumer.load(id, window)),
  }),
)

// ── Query.agreement, Query.agreements

builder.queryFields(t => ({
  agreement: t.field({
    type: 'Agreement',
    nullable: true,
    description: 'One agreement; null where the id is unknown to this caller.',
    args: { id: t.arg.id({ required: true, description: 'agr_…' }) },
    resolve: (_root, { id }, { loaders }) => (kindOfId(id) === 'agreement' ? loaders.agreement.load(id) : null),
  }),
  agreements: t.field({
    type: AgreementConnection,
    description: 'The merchant’s agreements, newest first.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: AgreementFilter, description: listFilter }),
    },
    resolve: (_root, { filter, ...args }, { deps, caller }, info) =>
      connection('agreement', args, window =>
        agreementsPage(deps.database, caller.tenant, window, filter ?? {}, selectedColumns(info)),
      ),
  }),
}))
