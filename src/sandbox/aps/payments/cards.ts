import type { PaymentOption } from '../api/parameters.ts'

/** The stored part of a card. The number and the security code are never part of a record. */
export type Card = {
  /** First six and last four digits, e.g. 400555******0001. */
  readonly masked: string
  readonly bin: string
  readonly brand: PaymentOption
  /** `YYMM`. */
  readonly expiryDate: string
  readonly holderName: string | null
  readonly requiresAuthentication: boolean
}

/** APS's published test cards, their security codes, and whether each asks for 3-D Secure. */
export const TEST_CARDS: readonly TestCard[] = [
  { number: '4005550000000001', brand: 'VISA', securityCode: '123', requiresAuthentication: false },
  { number: '5123456789012346', brand: 'MASTERCARD', securityCode: '123', requiresAuthentication: false },
  { number: '345678901234564', brand: 'AMEX', securityCode: '1234', requiresAuthentication: false },
  { number: '4557012345678902', brand: 'VISA', securityCode: '123', requiresAuthentication: true },
  { number: '5313581000123430', brand: 'MASTERCARD', securityCode: '123', requiresAuthentication: true },
  { number: '374200000000004', brand: 'AMEX', securityCode: '1234', requiresAuthentication: true },
  { number: '5297412542005689', brand: 'MADA', securityCode: '350', requiresAuthentication: true },
  { number: '9818950527886700002', brand: 'MEEZA', securityCode: '422', requiresAuthentication: true },
  { number: '5078036221028566', brand: 'MEEZA', securityCode: '143', requiresAuthentication: true },
]

export type TestCard = {
  readonly number: string
  readonly brand: PaymentOption
  readonly securityCode: string
  readonly requiresAuthentication: boolean
}

const BRAND_NAMES: Readonly<Record<PaymentOption, string>> = {
  VISA: 'Visa',
  MASTERCARD: 'Mastercard',
  AMEX: 'American Express',
  MADA: 'mada',
  MEEZA: 'Meeza',
}

/** How people call a brand. */
export function brandName(brand: PaymentOption | undefined): string {
  return brand === undefined ? '' : BRAND_NAMES[brand]
}

/** A number in the groups in which it is printed on a card. */
export function groupedNumber(number: string): string {
  const isAmex = number.length === 15
  return isAmex ? number.replace(/^(\d{4})(\d{6})/, '$1 $2 ') : number.replace(/(\d{4})(?=\d)/g, '$1 ')
}

/** The first digits of each brand, the narrower first: mada and Meeza are inside the ranges of other brands. */
const BRANDS: ReadonlyArray<readonly [PaymentOption, RegExp]> = [
  ['MADA', /^529741/],
  ['MEEZA', /^(9818|507803)/],
  ['AMEX', /^3[47]/],
  ['MASTERCARD', /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/],
  ['VISA', /^4/],
]

const LENGTHS: Readonly<Record<PaymentOption, readonly number[]>> = {
  VISA: [16],
  MASTERCARD: [16],
  AMEX: [15],
  MADA: [16],
  MEEZA: [16, 19],
}

type CardInput = { readonly number: string; readonly expiryDate: string; readonly holderName: string | null }

/**
 * The card of a number: a published test card, or any number of a known brand with the right length and check digit,
 * which then requires 3-D Secure. Null for every other number.
 */
export function cardOf({ number, expiryDate, holderName }: CardInput): Card | null {
  const testCard = TEST_CARDS.find(card => card.number === number)
  const brand = testCard?.brand ?? brandOf(number)
  if (!brand || (!testCard && !(LENGTHS[brand].includes(number.length) && hasCheckDigit(number)))) return null
  return {
    masked: maskedNumber(number),
    bin: number.slice(0, 6),
    brand,
    expiryDate,
    holderName,
    requiresAuthentication: testCard?.requiresAuthentication ?? true,
  }
}

function maskedNumber(number: string): string {
  return `${number.slice(0, 6)}******${number.slice(-4)}`
}

/** Cards of these brands always authenticate, and are charged only while the cardholder is present. */
export function isDomestic(brand: PaymentOption): boolean {
  return brand === 'MADA' || brand === 'MEEZA'
}

export function securityCodeLength(brand: PaymentOption): number {
  return brand === 'AMEX' ? 4 : 3
}

/**
 * The code that a test card has. Three digits may also be 123, which every card of this simulator has; other cards take any code of the
 * right length.
 */
export function isSecurityCode(number: string, code: string): boolean {
  const testCard = TEST_CARDS.find(card => card.number === number)
  return testCard === undefined || code === testCard.securityCode || (testCard.brand !== 'AMEX' && code === '123')
}

/** A card is valid until the end of its month (UTC). */
export function isExpired({ expiryDate }: Pick<Card, 'expiryDate'>, nowMs: number): boolean {
  const year = 2000 + Number(expiryDate.slice(0, 2))
  return nowMs >= Date.UTC(year, Number(expiryDate.slice(2)))
}

/** `YYMM` from what was sent (`YYMM`) or entered (`MM/YY`, `MM / 20YY`); null for anything else. */
export function expiryDateOf(text: string): string | null {
  const typed = /^\s*(\d{1,2})\s*\/\s*(?:20)?(\d{2})\s*$/.exec(text)
  const date = typed ? `${typed[2]}${String(typed[1]).padStart(2, '0')}` : text.trim()
  return /^\d{2}(0[1-9]|1[0-2])$/.test(date) ? date : null
}

function brandOf(number: string): PaymentOption | undefined {
  return BRANDS.find(([, beginning]) => beginning.test(number))?.[0]
}

/** The Luhn check. */
function hasCheckDigit(number: string): boolean {
  if (!/^\d+$/.test(number)) return false
  const sum = [...number].reverse().reduce((total, letter, index) => {
    const digit = Number(letter) * (index % 2 === 1 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return sum % 10 === 0
}
