import { builder } from '../builder.ts'
import { CaptureMode } from '../charge/enums.ts'
import { AuthenticationType } from '../common/authentication-method.ts'
import { ClientInput } from '../common/client.ts'
import { MoneyInput } from '../common/money.ts'
import { idempotencyKey, metadata } from '../common/payload.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { atMostEntries } from '../lists/sizes.ts'
import { AmountRule } from './enums.ts'
import { FrequencyInput } from './frequency.ts'

const InitialChargeInput = builder.inputType('InitialChargeInput', {
  description: 'A first charge, made together with the agreement while the consumer is present.',
  fields: t => ({
    amount: t.field({ type: MoneyInput, required: true, description: 'The amount to charge.' }),
    captureMode: t.field({ type: CaptureMode, description: 'When to capture the amount. Default: AUTOMATIC.' }),
    reference: t.string({ description: 'Your own reference for the charge.' }),
    description: t.string({ description: 'A description that the consumer may see.' }),
  }),
})

export const AgreementCreateInput = builder.inputType('AgreementCreateInput', {
  description:
    'The agreement to create. See the provider’s paymentMethods for what the payment method requires and supports.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    provider: t.field({ type: ProviderCode, required: true, description: 'The provider to use.' }),
    paymentMethod: t.string({
      required: true,
      description:
        'A payment method of the provider, from its paymentMethods. Examples: AMAZON_PAY (PPRO), CARD (APS).',
    }),
    consumerId: t.id({ required: true, description: 'The consumer who agrees, con_….' }),
    returnUrl: t.field({
      type: 'URL',
      description:
        'The URL to which the consumer’s browser returns. The gateway adds the query parameter agreementId (and ' +
        'replaces an existing one). The return does not prove success: query the agreement. Required if the payment ' +
        'method redirects. At most 2048 characters, percent-encoded.',
    }),
    authenticationTypes: t.field({
      type: [AuthenticationType],
      description:
        `Authentication types that the consumer’s device supports, ${atMostEntries}. Default: all types of the ` +
        'payment method.',
    }),
    description: t.string({ description: 'A description that the consumer may see.' }),
    agreedAmount: t.field({
      type: MoneyInput,
      description: 'The amount that the consumer agrees to for each charge. amountRule defines its meaning.',
    }),
    amountRule: t.field({ type: AmountRule, description: 'How agreedAmount limits each charge. Default: VARIABLE.' }),
    frequency: t.field({ type: FrequencyInput, description: 'How often the consumer agrees to be charged.' }),
    chargeCount: t.int({
      description: 'The number of charges that the consumer agrees to, at least 1. Default: unlimited.',
    }),
    startsAt: t.field({
      type: 'DateTime',
      description: 'The time from which the agreement can be charged. Default: immediately.',
    }),
    endsAt: t.field({ type: 'DateTime', description: 'The time at which the agreement expires. Default: never.' }),
    initialCharge: t.field({
      type: InitialChargeInput,
      description:
        'A first charge, made together with the agreement. The payment method’s initialCharge says whether it is ' +
        'required, optional or unsupported.',
    }),
    client: t.field({ type: ClientInput, description: 'Information about the consumer’s device.' }),
    reference: t.string({
      description: 'Your own reference. You can filter lists by it. It does not have to be unique.',
    }),
    metadata: t.field({ type: 'JSON', description: metadata }),
  }),
})
