import { builder } from '../builder.ts'
import { ChargeInitiator } from '../common/charge-initiator.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { listOf, metadataSize } from '../lists/sizes.ts'
import { CaptureMode, ChargeReason, ChargeStatus } from './enums.ts'

builder.prismaNode('Charge', {
  id: { field: 'id', description: 'The charge’s id, chg_….' },
  select: { id: true },
  nullable: true,
  description:
    'One payment under an agreement. Operations authorize, capture, refund or void it. A declined payment is a ' +
    'charge with status FAILED.',
  interfaces: [builder.nodeInterfaceRef(), 'VersionedNode'],
  fields: t => ({
    reference: t.exposeString('reference', { nullable: true, description: 'The merchant’s own reference.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'A description that the consumer may see.',
    }),
    provider: t.expose('provider', { type: ProviderCode, description: 'The provider that processes the charge.' }),
    paymentMethod: t.exposeString('paymentMethod', {
      description: 'The agreement’s payment method. Examples: AMAZON_PAY, CARD.',
    }),
    status: t.expose('status', { type: ChargeStatus, description: 'The current status.' }),
    agreement: t.relation('agreement', {
      nullable: true,
      description: 'The agreement that is charged. Null is reserved for one-off charges.',
    }),
    consumer: t.relation('consumer', {
      description: 'The consumer who is charged.',
    }),
    retryOf: t.relation('retryOf', {
      nullable: true,
      description: 'The charge that this charge retries. Null if it is not a retry.',
    }),
    attemptNumber: t.exposeInt('attemptNumber', {
      description: '1 for the first attempt, 2 for its first retry, and so on.',
    }),
    amount: t.field({
      type: 'Money',
      description: 'The requested amount.',
      select: { amount: true, currency: true },
      resolve: ({ amount, currency }) => ({ value: amount, currency }),
    }),
    captureBefore: t.expose('captureBefore', {
      type: 'DateTime',
      nullable: true,
      description: 'When the authorization expires. Null if the provider does not say.',
    }),
    captureMode: t.expose('captureMode', { type: CaptureMode, description: 'When the amount is captured.' }),
    initiator: t.expose('initiator', { type: ChargeInitiator, description: 'Who started the charge.' }),
    reason: t.expose('reason', { type: ChargeReason, description: 'Why the charge is made.' }),
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
      description: 'The reason if status is FAILED or DISCARDED. Otherwise null.',
    }),
    needsAttention: t.exposeBoolean('needsAttention', {
      description:
        'true: a person must review the charge, because an UNKNOWN outcome could not be resolved, or the provider’s ' +
        'data contradicts ours. See timeline.',
    }),
    providerReference: t.exposeString('providerReference', {
      nullable: true,
      clientNull: true,
      description: 'The provider’s id for the charge. Null until the provider answers.',
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      clientNull: true,
      description: 'The merchant’s own key-value data. Values are strings.',
      extensions: metadataSize,
    }),
  }),
})
