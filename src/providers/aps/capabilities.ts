import type { PaymentMethodCapability } from '../../domain/provider/capability.ts'

/**
 * A token from APS's page becomes permanent only with a successful transaction, so an agreement needs an initial
 * charge. APS publishes no complete list of currencies and countries; currencies with doubtful decimals are refused
 * (see countsAsWeDo).
 */
const card: PaymentMethodCapability = {
  paymentMethod: 'CARD',
  currencies: null,
  countries: null,
  minimum: [],
  maximum: [],
  initialCharge: 'REQUIRED',
  requiredConsumerFields: ['email'],
  requiredAgreementFields: ['returnUrl'],
  authenticationTypes: ['REDIRECT'],
  merchantInitiatedCharges: true,
  // A consumer-initiated charge with a stored card needs its security code, and only APS's own page may ask for it.
  consumerInitiatedCharges: false,
  initialSeparateCapture: true,
  // Only PURCHASE is documented for charges without the consumer.
  separateCapture: false,
  partialCapture: true,
  partialRefund: true,
  voids: 'FULL',
}

/** National schemes: documented only for PURCHASE with the consumer present. */
const national = {
  ...card,
  merchantInitiatedCharges: false,
  initialSeparateCapture: false,
  partialCapture: false,
  voids: 'NONE',
} as const

const mada: PaymentMethodCapability = { ...national, paymentMethod: 'MADA', currencies: ['SAR'], countries: ['SA'] }
const meeza: PaymentMethodCapability = { ...national, paymentMethod: 'MEEZA', currencies: ['EGP'], countries: ['EG'] }

export const capabilities: readonly PaymentMethodCapability[] = [card, mada, meeza]

/** Brands and payment methods that can be charged only with the consumer present. */
export const NATIONAL_SCHEMES: ReadonlySet<string> = new Set(['MADA', 'MEEZA'])
