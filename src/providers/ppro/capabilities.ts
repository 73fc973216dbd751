import type { PaymentMethodCapability } from '../../domain/provider/capability.ts'

/** The default for everything that PPRO does not document: not possible, or null for a list of limits. */
const unstated: Omit<PaymentMethodCapability, 'paymentMethod'> = {
  currencies: null,
  countries: null,
  minimum: [],
  maximum: [],
  initialCharge: 'OPTIONAL',
  requiredConsumerFields: [],
  requiredAgreementFields: ['returnUrl'],
  authenticationTypes: ['REDIRECT'],
  merchantInitiatedCharges: true,
  consumerInitiatedCharges: true,
  initialSeparateCapture: false,
  separateCapture: false,
  partialCapture: false,
  partialRefund: false,
  voids: 'NONE',
}

/**
 * PPRO's two versions of the Amazon Pay page contradict each other about separate captures. This project assumes that
 * they are possible; with `false`, Amazon Pay charges are always captured at once.
 */
const AMAZON_PAY_CAPTURES_SEPARATELY = true

const amazonPay: PaymentMethodCapability = {
  ...unstated,
  paymentMethod: 'AMAZON_PAY',
  currencies: ['USD'],
  countries: ['US'],
  minimum: [{ value: 50n, currency: 'USD' }],
  maximum: [{ value: 2_000_000n, currency: 'USD' }],
  requiredConsumerFields: ['name'],
  initialSeparateCapture: AMAZON_PAY_CAPTURES_SEPARATELY,
  separateCapture: AMAZON_PAY_CAPTURES_SEPARATELY,
  partialCapture: AMAZON_PAY_CAPTURES_SEPARATELY,
  partialRefund: true,
  voids: AMAZON_PAY_CAPTURES_SEPARATELY ? 'PARTIAL' : 'NONE',
}

const bancontact: PaymentMethodCapability = {
  ...unstated,
  paymentMethod: 'BANCONTACT',
  currencies: ['EUR'],
  countries: ['BE'],
  initialCharge: 'REQUIRED',
}

/** PPRO also names MULTI_FACTOR, which would need the consumer's code in the request. */
const blik: PaymentMethodCapability = {
  ...unstated,
  paymentMethod: 'BLIK',
  currencies: ['PLN'],
  countries: ['PL'],
  maximum: [{ value: 200_000n, currency: 'PLN' }],
  requiredConsumerFields: ['name'],
  requiredAgreementFields: ['returnUrl', 'agreedAmount', 'client'],
}

const twint: PaymentMethodCapability = {
  ...unstated,
  paymentMethod: 'TWINT',
  currencies: ['CHF'],
  countries: ['CH'],
  minimum: [{ value: 1n, currency: 'CHF' }],
  maximum: [{ value: 500_000n, currency: 'CHF' }],
  authenticationTypes: ['REDIRECT', 'SCAN_CODE'],
  partialRefund: true,
}

/** Called UPI on one page; this is the code in PPRO's API description. */
const upiAutopay: PaymentMethodCapability = {
  ...unstated,
  paymentMethod: 'UPI_AUTOPAY',
  countries: ['IN'],
  authenticationTypes: ['REDIRECT', 'SCAN_CODE'],
}

/** PPRO's test method: it supports everything, and the description controls its behavior. */
const mock: PaymentMethodCapability = {
  ...unstated,
  paymentMethod: 'MOCK',
  requiredAgreementFields: [],
  authenticationTypes: ['REDIRECT', 'SCAN_CODE'],
  initialSeparateCapture: true,
  separateCapture: true,
  partialCapture: true,
  partialRefund: true,
  voids: 'PARTIAL',
}

/**
 * PPRO's recurring methods that this API supports. Not supported are those that need an input that we do not have
 * (iDEAL and SEPA: a mandate id or an IBAN; CARD: card data; NuPay: a funding type), or whose code or rules are not
 * published (Pix Automático, EPS, MB WAY, Klarna).
 */
export const capabilities: readonly PaymentMethodCapability[] = [amazonPay, bancontact, blik, twint, upiAutopay]

/** The same with MOCK, which exists only in PPRO's sandbox. */
export const sandboxCapabilities: readonly PaymentMethodCapability[] = [...capabilities, mock]

/** The capability of a method, MOCK included. */
export function capabilityOf(paymentMethod: string): PaymentMethodCapability | undefined {
  return sandboxCapabilities.find(capability => capability.paymentMethod === paymentMethod)
}
