export type PaymentMethod = {
  readonly code: string
  /** Undefined: any currency. */
  readonly currencies?: readonly string[]
  readonly minimumAmount?: number
  readonly maximumAmount?: number
  /** Whether the consumer must consent on a page: always, never, or if the request offers a method for it. */
  readonly authentication: 'required' | 'none' | 'when-offered'
  readonly authenticationTypes: readonly string[]
  readonly separateCapture: boolean
  /**
   * Whether the provider confirms immediately ('instant') or only after the days that a direct debit takes. One value
   * is for the first charge, one for later charges.
   */
  readonly initialConfirmation: 'instant' | 'direct-debit'
  readonly laterConfirmation: 'instant' | 'direct-debit'
  readonly requiresInitialCharge?: boolean
  readonly requiresConsumerName?: boolean
}

const REDIRECT = { authentication: 'required', authenticationTypes: ['REDIRECT'], separateCapture: false } as const
const NO_AUTHENTICATION = { authentication: 'none', authenticationTypes: [], separateCapture: false } as const
const INSTANT = { initialConfirmation: 'instant', laterConfirmation: 'instant' } as const
const DIRECT_DEBIT = { initialConfirmation: 'direct-debit', laterConfirmation: 'direct-debit' } as const

/**
 * The methods with recurring payments, as far as PPRO's pages describe them. Only Amazon Pay's and the mock's rules are
 * modeled closely; separate capture on Amazon Pay follows the older of two contradicting page versions.
 */
const PAYMENT_METHODS: readonly PaymentMethod[] = [
  {
    code: 'AMAZON_PAY',
    currencies: ['USD'],
    minimumAmount: 50,
    maximumAmount: 2_000_000,
    ...REDIRECT,
    ...INSTANT,
    separateCapture: true,
    requiresConsumerName: true,
  },
  {
    code: 'MOCK',
    authentication: 'when-offered',
    authenticationTypes: ['REDIRECT', 'SCAN_CODE'],
    separateCapture: true,
    ...INSTANT,
  },
  {
    code: 'CARD',
    authentication: 'when-offered',
    authenticationTypes: ['REDIRECT', '3DS'],
    separateCapture: true,
    ...INSTANT,
  },
  {
    code: 'TWINT',
    currencies: ['CHF'],
    maximumAmount: 500_000,
    ...REDIRECT,
    ...INSTANT,
    authenticationTypes: ['REDIRECT', 'SCAN_CODE'],
  },
  { code: 'BLIK', currencies: ['PLN'], maximumAmount: 200_000, ...REDIRECT, ...INSTANT },
  { code: 'IDEAL', currencies: ['EUR'], ...REDIRECT, ...DIRECT_DEBIT, initialConfirmation: 'instant' },
  { code: 'BANCONTACT', currencies: ['EUR'], ...REDIRECT, ...INSTANT, requiresInitialCharge: true },
  { code: 'SEPA_DIRECT_DEBIT', currencies: ['EUR'], ...NO_AUTHENTICATION, ...DIRECT_DEBIT },
  { code: 'SEPA_DIRECT_DEBIT_PRO', currencies: ['EUR'], ...NO_AUTHENTICATION, ...DIRECT_DEBIT },
  { code: 'SEPA_DIRECT_DEBIT_MANAGED_MANDATE', currencies: ['EUR'], ...REDIRECT, ...DIRECT_DEBIT },
  { code: 'UPI', currencies: ['INR'], ...REDIRECT, ...INSTANT, authenticationTypes: ['REDIRECT', 'SCAN_CODE'] },
  { code: 'UPI_AUTOPAY', currencies: ['INR'], ...REDIRECT, ...INSTANT, authenticationTypes: ['REDIRECT', 'SCAN_CODE'] },
  { code: 'NUPAY', currencies: ['BRL'], ...REDIRECT, ...INSTANT },
]

const BY_CODE = new Map(PAYMENT_METHODS.map(method => [method.code, method]))

export const PAYMENT_METHOD_CODES: readonly string[] = [...BY_CODE.keys()]

export function paymentMethodOf(code: string): PaymentMethod | undefined {
  return BY_CODE.get(code)
}
