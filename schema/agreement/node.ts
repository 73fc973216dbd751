import { isTerminalAgreement } from '../../src/domain/agreement/status.ts'
import type { AgreementRow } from '../../src/store/tables/agreement.ts'
import { builder } from '../builder.ts'
import { present } from '../common/present.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { metadataSize } from '../json-size.ts'
import { listOf } from '../list-size.ts'
import { reads } from '../selected-columns.ts'
import { AgreementStatus, AmountRule } from './enums.ts'

builder.objectType('Agreement', {
  description: 'A consumer’s consent to be charged again, kept at one provider with one payment method.',
  interfaces: [builder.nodeInterfaceRef(), 'VersionedNode'],
  fields: t => ({
    id: t.exposeID('id', { description: 'agr_…' }),
    reference: t.exposeString('reference', { nullable: true, description: 'The merchant’s own name for it.' }),
    provider: t.expose('provider', { type: ProviderCode, description: 'The provider that keeps it.' }),
    paymentMethod: t.exposeString('paymentMethod', {
      description: 'The payment method, as named in the provider’s paymentMethods, e.g. AMAZON_PAY, CARD.',
    }),
    status: t.expose('status', { type: AgreementStatus, description: 'How far it has come.' }),
    terminal: t.boolean({
      description: 'True once no further change of status can happen.',
      extensions: reads<AgreementRow>('status'),
      resolve: agreement => isTerminalAgreement(agreement.status),
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it is for, as the consumer may see it.',
    }),
    agreedAmount: t.field({
      type: 'Money',
      nullable: true,
      description: 'What the consumer agreed to per charge, read with amountRule; null where no amount was agreed.',
      extensions: reads<AgreementRow>('agreedAmount', 'agreedCurrency'),
      resolve: ({ agreedAmount, agreedCurrency }) =>
        agreedAmount === null || agreedCurrency === null ? null : { value: agreedAmount, currency: agreedCurrency },
    }),
    amountRule: t.expose('amountRule', { type: AmountRule, description: 'What agreedAmount means for each charge.' }),
    chargeCount: t.exposeInt('chargeCount', {
      nullable: true,
      description: 'How many charges the consumer agreed to; null where that is not limited.',
    }),
    chargesRemaining: t.int({
      nullable: true,
      description:
        'How many charges of chargeCount are left; null where that is not limited. Charges that failed, were discarded or ' +
        'voided do not count, those whose outcome is not known yet do.',
      resolve: async ({ id, chargeCount }, _args, { loaders }) =>
        chargeCount === null
          ? null
          : Math.max(0, chargeCount - ((await loaders.chargeCountOfAgreement.load(id))?.count ?? 0)),
    }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'From when on it may be charged; null where that is at once.',
    }),
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it expires; null where it has no end.',
    }),
    authenticationMethods: t.expose('authenticationMethods', {
      type: ['AuthenticationMethod'],
      description: 'What the consumer has to do now, one of these; empty where there is nothing to do.',
      extensions: listOf(3),
    }),
    failure: t.expose('failure', {
      type: 'Failure',
      nullable: true,
      description: 'Why it FAILED; null in every other status.',
    }),
    needsAttention: t.exposeBoolean('needsAttention', {
      description:
        'True where a person has to decide: a creation or revocation whose outcome could not be settled, a contradiction, a ' +
        'break. Its events tell more. False again once update from the provider has settled it.',
    }),
    providerReference: t.exposeString('providerReference', {
      nullable: true,
      description:
        'The id by which the provider knows it: its own or, where it takes ours, the one that we gave it. Null until the provider has confirmed it.',
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      description: 'The merchant’s own strings by key.',
      extensions: metadataSize,
    }),
    consumer: t.field({
      type: 'Consumer',
      description: 'Who agreed.',
      extensions: reads<AgreementRow>('consumerId'),
      resolve: ({ consumerId }, _args, { loaders }) => present(loaders.consumer.load(consumerId)),
    }),
  }),
})
