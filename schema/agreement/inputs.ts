import { builder } from '../builder.ts'
import { CaptureMode } from '../charge/enums.ts'
import { AuthenticationType } from '../common/authentication-method.ts'
import { ClientInput } from '../common/client.ts'
import { MoneyInput } from '../common/money.ts'
import { idempotencyKey, metadata } from '../common/payload.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { atMostEntries } from '../sizes.ts'
import { AmountRule } from './enums.ts'
import { FrequencyInput } from './frequency.ts'

const InitialChargeInput = builder.inputType('InitialChargeInput', {
  description: 'A first charge, made together with its agreement while the consumer is present.',
  fields: t => ({
    amount: t.field({ type: MoneyInput, required: true, description: 'How much.' }),
    captureMode: t.field({ type: CaptureMode, description: 'When it is captured: AUTOMATIC unless said.' }),
    reference: t.string({ description: 'The merchant’s own name for the charge.' }),
    description: t.string({ description: 'What it is for, as the consumer may see it.' }),
  }),
})

export const AgreementCreateInput = builder.inputType('AgreementCreateInput', {
  description:
    'A new agreement with a consumer. What its payment method needs and can do stands in the provider’s paymentMethods.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    provider: t.field({ type: ProviderCode, required: true, description: 'The provider that is to keep it.' }),
    paymentMethod: t.string({
      required: true,
      description: 'One of the provider’s paymentMethods, e.g. AMAZON_PAY of PPRO, CARD of APS.',
    }),
    consumerId: t.id({ required: true, description: 'Who agrees, con_….' }),
    returnUrl: t.field({
      type: 'URL',
      description:
        'Where the consumer’s browser goes afterwards; only agreementId is appended, in place of one that is there. It proves ' +
        'nothing: read the object. Required where the method redirects. At most 2048 characters, percent-encoded.',
    }),
    authenticationTypes: t.field({
      type: [AuthenticationType],
      description: `Ways that this consumer’s device can do, ${atMostEntries}; all of the method’s unless said.`,
    }),
    description: t.string({ description: 'What it is for, as the consumer may see it.' }),
    agreedAmount: t.field({
      type: MoneyInput,
      description: 'What the consumer agrees to per charge, read with amountRule.',
    }),
    amountRule: t.field({ type: AmountRule, description: 'What agreedAmount means: VARIABLE unless said.' }),
    frequency: t.field({ type: FrequencyInput, description: 'How often the consumer agrees to be charged.' }),
    chargeCount: t.int({ description: 'How many charges the consumer agrees to, 1 or more; unlimited unless said.' }),
    startsAt: t.field({ type: 'DateTime', description: 'From when on it may be charged; at once unless said.' }),
    endsAt: t.field({ type: 'DateTime', description: 'When it expires; without end unless said.' }),
    initialCharge: t.field({
      type: InitialChargeInput,
      description: 'A first charge, made together with it. Whether it may or has to be there, the payment method says.',
    }),
    client: t.field({ type: ClientInput, description: 'What is known of the consumer’s device.' }),
    reference: t.string({ description: 'The merchant’s own name for it, to filter by. Need not be unique.' }),
    metadata: t.field({ type: 'JSON', description: metadata }),
  }),
})
