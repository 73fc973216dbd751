import { reachesCharges } from '../../src/domain/access/client-grant.ts'
import { isTerminalAgreement } from '../../src/domain/agreement/status.ts'
import type { Caller } from '../../src/operations/command/caller.ts'
import { builder } from '../builder.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { listOf, metadataSize } from '../lists/sizes.ts'
import { AgreementStatus, AmountRule } from './enums.ts'

const NULL_FOR_A_CHARGE = 'Also null for a client token that names only a charge.'

/** False for a client token that reaches the agreement only as what its charge belongs to. */
function seesCharges({ grant }: Caller, agreement: { readonly id: string; readonly consumerId: string }): boolean {
  return grant === undefined || reachesCharges(grant.reach, agreement)
}

builder.prismaNode('Agreement', {
  id: { field: 'id', description: 'The agreement’s id, agr_….' },
  select: { id: true },
  nullable: true,
  description:
    'A consumer’s permission for the merchant to charge them repeatedly, with one payment method at one provider.',
  interfaces: [builder.nodeInterfaceRef(), 'VersionedNode'],
  fields: t => ({
    reference: t.exposeString('reference', { nullable: true, description: 'The merchant’s own reference.' }),
    provider: t.expose('provider', { type: ProviderCode, description: 'The provider that holds the agreement.' }),
    paymentMethod: t.exposeString('paymentMethod', {
      description: 'The payment method, from the provider’s paymentMethods. Examples: AMAZON_PAY, CARD.',
    }),
    status: t.expose('status', { type: AgreementStatus, description: 'The current status.' }),
    terminal: t.boolean({
      description: 'true: the status can no longer change. false: it can still change.',
      select: { status: true },
      resolve: agreement => isTerminalAgreement(agreement.status),
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'A description that the consumer may see.',
    }),
    agreedAmount: t.field({
      type: 'Money',
      nullable: true,
      description:
        'The amount that the consumer agreed to for each charge. amountRule defines its meaning. Null if no amount was agreed.',
      select: { agreedAmount: true, agreedCurrency: true },
      resolve: ({ agreedAmount, agreedCurrency }) =>
        agreedAmount === null || agreedCurrency === null ? null : { value: agreedAmount, currency: agreedCurrency },
    }),
    amountRule: t.expose('amountRule', { type: AmountRule, description: 'How agreedAmount limits each charge.' }),
    chargeCount: t.int({
      nullable: true,
      description: `The number of charges that the consumer agreed to. Null if unlimited. ${NULL_FOR_A_CHARGE}`,
      select: { chargeCount: true, consumerId: true },
      resolve: (agreement, _args, { caller }) => (seesCharges(caller, agreement) ? agreement.chargeCount : null),
    }),
    chargesRemaining: t.int({
      nullable: true,
      description:
        'How many charges of chargeCount are left. Null if unlimited. Failed, discarded and voided charges do not ' +
        `count as used. Charges with an unknown outcome do. ${NULL_FOR_A_CHARGE}`,
      select: { chargeCount: true, consumerId: true },
      resolve: async (agreement, _args, { caller, loaders }) => {
        const { id, chargeCount } = agreement
        if (chargeCount === null || !seesCharges(caller, agreement)) return null
        return Math.max(0, chargeCount - ((await loaders.chargeCountOfAgreement.load(id))?.count ?? 0))
      },
    }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time from which the agreement can be charged. Null if it can be charged immediately.',
    }),
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time at which the agreement expires. Null if it never expires.',
    }),
    authenticationMethods: t.expose('authenticationMethods', {
      type: ['AuthenticationMethod'],
      description:
        'What the consumer must do now. If there are several, the consumer needs to complete only one. Empty if no ' +
        'action is required.',
      extensions: listOf(3),
    }),
    failure: t.expose('failure', {
      type: 'Failure',
      nullable: true,
      description: 'The reason if status is FAILED. Otherwise null.',
    }),
    needsAttention: t.exposeBoolean('needsAttention', {
      description:
        'true: a person must review the agreement, because a creation or revocation has no known outcome, or the ' +
        'provider’s data contradicts ours. See its events. Becomes false when a later update from the provider ' +
        'resolves the problem.',
    }),
    providerReference: t.exposeString('providerReference', {
      nullable: true,
      clientNull: true,
      description:
        'The provider’s id for the agreement. Some providers use an id that the gateway sends. Null until the ' +
        'provider confirms the agreement.',
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      clientNull: true,
      description: 'The merchant’s own key-value data. Values are strings.',
      extensions: metadataSize,
    }),
    consumer: t.relation('consumer', {
      description: 'The consumer who agreed.',
    }),
  }),
})
