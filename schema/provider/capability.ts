import type {
  PaymentMethodCapability as Capability,
  Requirement as Need,
  VoidSupport as Voids,
} from '../../src/domain/provider/capability.ts'
import { builder } from '../builder.ts'
import { AuthenticationType } from '../common/authentication-method.ts'
import { describedEnum } from '../common/enum.ts'
import { listOf } from '../list-size.ts'

const Requirement = describedEnum<Need>('Requirement', 'Whether something has to be given.', {
  REQUIRED: 'It has to be given.',
  OPTIONAL: 'It may be given or left out.',
  UNSUPPORTED: 'It cannot be given.',
})

const VoidSupport = describedEnum<Voids>(
  'VoidSupport',
  'What of an authorisation can be given back before its capture.',
  {
    NONE: 'Nothing: an authorisation can only lapse.',
    FULL: 'All of it at once.',
    PARTIAL: 'Any part of it.',
  },
)

export const PaymentMethodCapability = builder.objectRef<Capability>('PaymentMethodCapability').implement({
  description:
    'What a payment method can do at its provider. What it cannot is refused before anything is sent: UnsupportedByProvider ' +
    'or AmountUnsupported.',
  fields: t => ({
    paymentMethod: t.exposeString('paymentMethod', {
      description: 'Its name, as agreementCreate takes it, e.g. AMAZON_PAY, CARD.',
    }),
    currencies: t.expose('currencies', {
      type: ['CurrencyCode'],
      nullable: true,
      description: 'Currencies that it takes; null where the provider states none.',
      extensions: listOf(20),
    }),
    countries: t.expose('countries', {
      type: ['CountryCode'],
      nullable: true,
      description: 'Countries whose consumers it serves; null where the provider states none.',
      extensions: listOf(20),
    }),
    minimum: t.expose('minimum', {
      type: ['Money'],
      description: 'The least per charge, for each currency that has one.',
      extensions: listOf(10),
    }),
    maximum: t.expose('maximum', {
      type: ['Money'],
      description: 'The most per charge, for each currency that has one.',
      extensions: listOf(10),
    }),
    initialCharge: t.expose('initialCharge', {
      type: Requirement,
      description: 'Whether an agreement is made together with a first charge.',
    }),
    requiredConsumerFields: t.exposeStringList('requiredConsumerFields', {
      description: 'Fields of the consumer that must be set before an agreement is made, e.g. email, name.',
      extensions: listOf(5),
    }),
    requiredAgreementFields: t.exposeStringList('requiredAgreementFields', {
      description: 'Fields of AgreementCreateInput that must be set, e.g. returnUrl.',
      extensions: listOf(5),
    }),
    authenticationTypes: t.expose('authenticationTypes', {
      type: [AuthenticationType],
      description: 'Ways in which its consumers prove who they are.',
      extensions: listOf(3),
    }),
    merchantInitiatedCharges: t.exposeBoolean('merchantInitiatedCharges', {
      description: 'Whether an agreement can be charged without its consumer, by chargeCreate.',
    }),
    consumerInitiatedCharges: t.exposeBoolean('consumerInitiatedCharges', {
      description:
        'Whether chargeCreate takes initiator CONSUMER: a later charge that the consumer starts and may authenticate.',
    }),
    initialSeparateCapture: t.exposeBoolean('initialSeparateCapture', {
      description: 'Whether the initial charge can be captured later than it is authorised: captureMode MANUAL.',
    }),
    separateCapture: t.exposeBoolean('separateCapture', {
      description: 'Whether later charges can be captured later than they are authorised.',
    }),
    partialCapture: t.exposeBoolean('partialCapture', {
      description: 'Whether part of an authorisation can be captured.',
    }),
    partialRefund: t.exposeBoolean('partialRefund', { description: 'Whether part of a capture can be refunded.' }),
    voids: t.expose('voids', { type: VoidSupport, description: 'What of an authorisation can be given back.' }),
  }),
})
