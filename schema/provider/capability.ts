import type {
  PaymentMethodCapability as Capability,
  Requirement as Need,
  VoidSupport as Voids,
} from '../../src/domain/provider/capability.ts'
import { builder } from '../builder.ts'
import { AuthenticationType } from '../common/authentication-method.ts'
import { describedEnum } from '../common/enum.ts'
import { listOf } from '../lists/sizes.ts'

const Requirement = describedEnum<Need>('Requirement', 'Whether a value is required.', {
  REQUIRED: 'Required.',
  OPTIONAL: 'Optional.',
  UNSUPPORTED: 'Not supported: do not send it.',
})

const VoidSupport = describedEnum<Voids>(
  'VoidSupport',
  'How much of an authorization can be voided before its capture.',
  {
    NONE: 'Nothing: the authorization can only expire.',
    FULL: 'Only the full amount.',
    PARTIAL: 'Any part of the amount.',
  },
)

export const PaymentMethodCapability = builder.objectRef<Capability>('PaymentMethodCapability').implement({
  description:
    'What a payment method supports at its provider. Anything else is rejected before it is sent, with ' +
    'UnsupportedByProvider or AmountUnsupported.',
  fields: t => ({
    paymentMethod: t.exposeString('paymentMethod', {
      description: 'The name of the payment method, for agreementCreate. Examples: AMAZON_PAY, CARD.',
    }),
    currencies: t.expose('currencies', {
      type: ['CurrencyCode'],
      nullable: true,
      description: 'The supported currencies. Null if the provider does not list them.',
      extensions: listOf(20),
    }),
    countries: t.expose('countries', {
      type: ['CountryCode'],
      nullable: true,
      description: 'The supported consumer countries. Null if the provider does not list them.',
      extensions: listOf(20),
    }),
    minimum: t.expose('minimum', {
      type: ['Money'],
      description: 'The minimum amount of a charge, for each currency that has a minimum.',
      extensions: listOf(10),
    }),
    maximum: t.expose('maximum', {
      type: ['Money'],
      description: 'The maximum amount of a charge, for each currency that has a maximum.',
      extensions: listOf(10),
    }),
    initialCharge: t.expose('initialCharge', {
      type: Requirement,
      description: 'Whether an agreement needs a first charge (initialCharge).',
    }),
    requiredConsumerFields: t.exposeStringList('requiredConsumerFields', {
      description: 'Consumer fields that must be set before you create an agreement, e.g. email, name.',
      extensions: listOf(5),
    }),
    requiredAgreementFields: t.exposeStringList('requiredAgreementFields', {
      description: 'AgreementCreateInput fields that must be set, e.g. returnUrl.',
      extensions: listOf(5),
    }),
    authenticationTypes: t.expose('authenticationTypes', {
      type: [AuthenticationType],
      description: 'The supported authentication types.',
      extensions: listOf(3),
    }),
    merchantInitiatedCharges: t.exposeBoolean('merchantInitiatedCharges', {
      description: 'true: chargeCreate can charge an agreement without the consumer.',
    }),
    consumerInitiatedCharges: t.exposeBoolean('consumerInitiatedCharges', {
      description:
        'true: chargeCreate accepts initiator CONSUMER for later charges, which the consumer can authenticate.',
    }),
    initialSeparateCapture: t.exposeBoolean('initialSeparateCapture', {
      description: 'true: the initial charge accepts captureMode MANUAL.',
    }),
    separateCapture: t.exposeBoolean('separateCapture', {
      description: 'true: later charges accept captureMode MANUAL.',
    }),
    partialCapture: t.exposeBoolean('partialCapture', {
      description: 'true: part of an authorization can be captured.',
    }),
    partialRefund: t.exposeBoolean('partialRefund', { description: 'true: part of a capture can be refunded.' }),
    voids: t.expose('voids', { type: VoidSupport, description: 'How much of an authorization can be voided.' }),
  }),
})
