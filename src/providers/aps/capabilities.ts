import type { PaymentMethodCapability } from '../../domain/provider/capability.ts'

/**
 * A token that a page of APS's made is permanent only after a successful transaction with it: no agreement without an
 * initial charge. Which currencies and countries an account takes is not published as a whole; the few whose decimals
 * are in doubt are refused one by one (see countsAsWeDo).
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
  // A consumer's charge with a stored card needs its security code, which only a page of APS's could take.
  consumerInitiatedCharges: false,
  initialSeparateCapture: true,
  // Only PURCHASE is documented for charges without the consumer.
  separateCapture: false,
  partialCapture: true,
  partialRefund: true,
  voids: 'FULL',
}

/** National schemes: documented for PURCHASE with the consumer present only. */
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

/** Brands, and payment methods, that are charged with the consumer present only. */
export const NATIONAL_SCHEMES: ReadonlySet<string> = new Set(['MADA', 'MEEZA'])
