/** The allowed values of a parameter, according to APS's parameter dictionary. */
type Rule = {
  readonly maxLength: number
  readonly pattern: RegExp
  /** A value of the right form that is not in this list is "not allowed" instead of malformed. */
  readonly values?: readonly string[]
}

const LETTERS = '\\p{L}\\p{M}'
const DIGITS = '\\p{Nd}'

/** Free text and names can use any alphabet; identifiers are ASCII. */
const text = (maxLength: number, specials: string): Rule => rule(maxLength, LETTERS + DIGITS, specials)
const name = (maxLength: number, specials: string): Rule => rule(maxLength, LETTERS, specials)
const identifier = (maxLength: number, specials = ''): Rule => rule(maxLength, 'A-Za-z0-9', specials)
const digits = (maxLength: number): Rule => ({ maxLength, pattern: /^\d+$/ })
const oneOf = (...values: string[]): Rule => ({
  maxLength: Math.max(...values.map(value => value.length)),
  pattern: /^[A-Za-z0-9_]+$/,
  values,
})

function rule(maxLength: number, letters: string, specials: string): Rule {
  const escaped = specials.replace(/[\\\]^/-]/g, '\\$&')
  return { maxLength, pattern: new RegExp(`^[${letters}${escaped}]+$`, 'u') }
}

/** For optional parameters whose limits are not in APS's tables: addresses, fraud data, telemetry. */
const UNPUBLISHED: Rule = { maxLength: 250, pattern: /^[^<>\p{Cc}]+$/u }

const merchantExtra = (maxLength: number) => text(maxLength, ".;/_-,'@")

/** The card brands of the simulated account. */
export const PAYMENT_OPTIONS = ['MASTERCARD', 'VISA', 'AMEX', 'MADA', 'MEEZA'] as const

export type PaymentOption = (typeof PAYMENT_OPTIONS)[number]

/**
 * Lengths and characters are those of APS's published tables. The limits of the five recurring parameters are not
 * published; they are chosen here.
 */
const RULES: Readonly<Record<string, Rule>> = {
  access_code: identifier(20),
  merchant_identifier: identifier(20),
  merchant_reference: identifier(40, '-_.'),
  language: oneOf('en', 'ar'),
  signature: identifier(200),
  command: identifier(20, '_'),
  service_command: identifier(20, '_'),
  query_command: identifier(50, '_'),
  amount: { maxLength: 10, pattern: /^-?\d+$/ },
  currency: { maxLength: 3, pattern: /^[A-Z]{3}$/ },
  customer_email: { maxLength: 254, pattern: /^[A-Za-z0-9_\-.@+]+@[A-Za-z0-9_\-.]+$/ },
  customer_ip: identifier(45, '.:'),
  token_name: identifier(100, '.@-_'),
  new_token_name: identifier(100, '.@-_'),
  token_status: oneOf('ACTIVE', 'INACTIVE'),
  payment_option: { maxLength: 10, pattern: /^[A-Z]+$/ },
  eci: oneOf('ECOMMERCE', 'MOTO', 'RECURRING'),
  order_description: text(150, "'/._-#:$ "),
  customer_name: name(40, "_\\/-.' "),
  card_number: digits(19),
  expiry_date: { maxLength: 4, pattern: /^\d{2}(0[1-9]|1[0-2])$/ },
  card_security_code: digits(4),
  card_holder_name: name(50, "'-. "),
  remember_me: oneOf('YES', 'NO'),
  phone_number: rule(19, '0-9A-Za-z', '+-() '),
  settlement_reference: identifier(34, '-_.'),
  return_url: identifier(400, '$!=?#&-_/:.'),
  merchant_extra: merchantExtra(999),
  ...Object.fromEntries([1, 2, 3, 4, 5].map(number => [`merchant_extra${number}`, merchantExtra(250)])),
  fort_id: digits(20),
  maintenance_reference: identifier(200, '-_.'),
  return_third_party_response_codes: oneOf('YES', 'NO'),
  check_3ds: oneOf('NO'),
  agreement_id: identifier(100, '-_.'),
  recurring_mode: oneOf('FIXED', 'VARIABLE', 'UNSCHEDULED'),
  recurring_transactions_count: { maxLength: 9, pattern: /^[1-9]\d*$/ },
  recurring_days_between_payments: { maxLength: 9, pattern: /^[1-9]\d*$/ },
  recurring_expiry_date: { maxLength: 10, pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/ },
}

/** A query can identify a refund by a shorter reference than the refund itself may have. */
const QUERIED_MAINTENANCE_REFERENCE: Rule = identifier(40, '-_.')

/** The rule of a parameter in a request of this name. */
export function ruleOf(parameter: string, command?: string): Rule {
  if (command === 'CHECK_STATUS' && parameter === 'maintenance_reference') return QUERIED_MAINTENANCE_REFERENCE
  return (Object.hasOwn(RULES, parameter) ? RULES[parameter] : undefined) ?? UNPUBLISHED
}

/** Published groups of optional parameters of a payment, too many to list one by one. */
const PAYMENT_GROUPS =
  /^(app_(programming|plugin|plugin_version|ver|framework)|(billing|shipping|ship|rcpt|item|cart)_[A-Za-z0-9_]+|fraud_extra([1-9]|1\d|2[0-5])|device_fingerprint|customer_(type|id|first_name|last_name|address[12]|city|state|zip_code|country_code|phone|date_birth))$/

export function isPaymentGroupParameter(parameter: string): boolean {
  return PAYMENT_GROUPS.test(parameter)
}

/** Whether the simulator knows a parameter of this name. */
export function isKnownParameter(parameter: string): boolean {
  return Object.hasOwn(RULES, parameter) || isPaymentGroupParameter(parameter)
}

const FREE_TEXT =
  /^(customer_name|order_description|card_holder_name|merchant_extra[1-5]?|(billing|shipping|ship|rcpt|item|cart|customer)_(?!email$|ip$).*)$/

/** Free text is returned HTML-escaped, and the signature is over the escaped text. */
export function isFreeText(parameter: string): boolean {
  return FREE_TEXT.test(parameter)
}
