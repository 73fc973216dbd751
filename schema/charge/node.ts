import type { ChargeRow } from '../../src/store/tables/charge.ts'
import { builder } from '../builder.ts'
import { ChargeInitiator } from '../common/charge-initiator.ts'
import { present } from '../common/present.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { metadataSize } from '../json-size.ts'
import { listOf } from '../list-size.ts'
import { reads } from '../selected-columns.ts'
import { CaptureMode, ChargeReason, ChargeStatus } from './enums.ts'

builder.objectType('Charge', {
  description:
    'One payment under an agreement: authorised, captured and perhaps refunded or voided by its operations. A decline is a ' +
    'charge too, in status FAILED.',
  interfaces: [builder.nodeInterfaceRef(), 'VersionedNode'],
  fields: t => ({
    id: t.exposeID('id', { description: 'chg_…' }),
    reference: t.exposeString('reference', { nullable: true, description: 'The merchant’s own name for it.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it is for, as the consumer may see it.',
    }),
    provider: t.expose('provider', { type: ProviderCode, description: 'The provider that carries it out.' }),
    paymentMethod: t.exposeString('paymentMethod', {
      description: 'The agreement’s payment method, e.g. AMAZON_PAY, CARD.',
    }),
    status: t.expose('status', { type: ChargeStatus, description: 'How far it has come.' }),
    agreement: t.field({
      type: 'Agreement',
      nullable: true,
      description: 'The agreement that it charges. Null is reserved for one-off charges.',
      extensions: reads<ChargeRow>('agreementId'),
      resolve: ({ agreementId }, _args, { loaders }) => present(loaders.agreement.load(agreementId)),
    }),
    consumer: t.field({
      type: 'Consumer',
      description: 'Who is charged.',
      extensions: reads<ChargeRow>('consumerId'),
      resolve: ({ consumerId }, _args, { loaders }) => present(loaders.consumer.load(consumerId)),
    }),
    retryOf: t.field({
      type: 'Charge',
      nullable: true,
      description: 'The charge that this one tries again; null for a first try.',
      extensions: reads<ChargeRow>('retryOfId'),
      resolve: ({ retryOfId }, _args, { loaders }) => (retryOfId === null ? null : loaders.charge.load(retryOfId)),
    }),
    attemptNumber: t.exposeInt('attemptNumber', {
      description: '1 for a first try, 2 for its first retry, and so on.',
    }),
    amount: t.field({
      type: 'Money',
      description: 'What was asked for.',
      extensions: reads<ChargeRow>('amount', 'currency'),
      resolve: ({ amount, currency }) => ({ value: amount, currency }),
    }),
    captureBefore: t.expose('captureBefore', {
      type: 'DateTime',
      nullable: true,
      description: 'When the authorisation lapses; null where the provider does not state it.',
    }),
    captureMode: t.expose('captureMode', { type: CaptureMode, description: 'When it is captured.' }),
    initiator: t.expose('initiator', { type: ChargeInitiator, description: 'On whose initiative it is made.' }),
    reason: t.expose('reason', { type: ChargeReason, description: 'Why it is made when it is made.' }),
    authenticationMethods: t.expose('authenticationMethods', {
      type: ['AuthenticationMethod'],
      description: 'What the consumer has to do now, one of these; empty where there is nothing to do.',
      extensions: listOf(3),
    }),
    failure: t.expose('failure', {
      type: 'Failure',
      nullable: true,
      description: 'Why it FAILED or was DISCARDED; null in every other status.',
    }),
    needsAttention: t.exposeBoolean('needsAttention', {
      description:
        'True where a person has to decide: an UNKNOWN that could not be settled, a contradiction, a break. timeline tells more.',
    }),
    providerReference: t.exposeString('providerReference', {
      nullable: true,
      description: 'The provider’s own id of it; null until the provider has answered.',
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      description: 'The merchant’s own strings by key.',
      extensions: metadataSize,
    }),
  }),
})
