import type { PaymentMethodCapability } from '../../domain/provider/capability.ts'

/** What no page of PPRO states is taken as not possible, and as null if it is a list of limits. */
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
 * One of PPRO's two versions of the Amazon Pay page says that separate captures are possible, the other that they are
 * not. This project takes them as possible: with `false` here Amazon Pay is captured at once or not at all.
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

/** PPRO also names MULTI_FACTOR, for which the consumer's code would have to come with the request. */
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

/** One page calls it UPI; the code is the one in PPRO's own API description. */
const upiAutopay: PaymentMethodCapability = {
  ...unstated,
  paymentMethod: 'UPI_AUTOPAY',
  countries: ['IN'],
  authenticationTypes: ['REDIRECT', 'SCAN_CODE'],
}

/** PPRO's test method: it can do everything, and what it does is steered by the description. */
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
 * Recurring methods of PPRO that this API can carry. Left out are those that need what no input of ours holds: a
 * merchant's mandate id or an IBAN (iDEAL, SEPA), card data (CARD), a funding type (NuPay), or whose code or rules are
 * not published (Pix Automático, EPS, MB WAY, Klarna).
 */
export const capabilities: readonly PaymentMethodCapability[] = [amazonPay, bancontact, blik, twint, upiAutopay]

/** The same with MOCK, which exists in PPRO's sandbox only. */
export const sandboxCapabilities: readonly PaymentMethodCapability[] = [...capabilities, mock]

/** What is known of a method, MOCK among them. */
export function capabilityOf(paymentMethod: string): PaymentMethodCapability | undefined {
  return sandboxCapabilities.find(capability => capability.paymentMethod === paymentMethod)
}
