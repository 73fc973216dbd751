import { decimalsOf } from './decimals.ts'

/**
 * An amount in the currency's minor unit, as the API's Money and MoneyInput have it: { value: '1250', currency: 'USD' }
 * is 12.50 USD. Calculate with these functions only: '1' + '2' is '12', and numbers lose cents above 2^53.
 */
export interface Amount {
  readonly value: string
  readonly currency: string
}

/**
 * Reads what a person typed, without a sign and with a point before the decimals: parseMoney('12.5', 'USD').
 *
 * @throws RangeError for anything else, also for more decimals than the currency has.
 */
export function parseMoney(text: string, currency: string): Amount {
  const decimals = decimalsOf(currency)
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim())
  const [, whole = '', fraction = ''] = match ?? []
  if (match === null || fraction.length > decimals) {
    const form = decimals === 0 ? 'digits only' : `digits with at most ${decimals} decimals after the decimal point`
    throw new RangeError(`An amount in ${currency} is ${form}, not "${text}".`)
  }
  return amountOf(BigInt(whole + fraction.padEnd(decimals, '0')), currency)
}

/** As people of this locale write it, e.g. formatMoney(charge.amount, 'de-DE'): "12,50 €". Default: the platform's locale. */
export function formatMoney({ value, currency }: Amount, locale?: string | readonly string[]): string {
  const decimals = decimalsOf(currency)
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  const format = new Intl.NumberFormat(locale as string | string[] | undefined, {
    style: 'currency',
    currency,
    ...digits,
  })
  // Text is formatted exactly; a number would be rounded above 2^53.
  return format.format(decimalOf({ value, currency }) as `${number}`)
}

/** The amount with all decimals of its currency and a point: "12.50". */
export function decimalOf({ value, currency }: Amount): string {
  const decimals = decimalsOf(currency)
  const minor = minorUnits({ value, currency })
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  return (minor < 0n ? '-' : '') + whole + (decimals === 0 ? '' : `.${digits.slice(-decimals)}`)
}

/** @throws TypeError if the currencies differ. */
export function addMoney(first: Amount, ...others: readonly Amount[]): Amount {
  return others.reduce((sum, next) => calculate(sum, next, (one, other) => one + other), first)
}

/** Can be negative. @throws TypeError if the currencies differ. */
export function subtractMoney(from: Amount, amount: Amount): Amount {
  return calculate(from, amount, (one, other) => one - other)
}

/** Negative if the first is less, 0 if both are equal: for `sort`. @throws TypeError if the currencies differ. */
export function compareMoney(one: Amount, other: Amount): number {
  const difference = minorUnits(subtractMoney(one, other))
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The amount as an integer of the currency's minor unit. */
export function minorUnits({ value }: Amount): bigint {
  if (!/^-?\d+$/.test(value)) throw new RangeError(`The value of an amount must be digits, but is "${value}".`)
  return BigInt(value)
}

function calculate(one: Amount, other: Amount, by: (one: bigint, other: bigint) => bigint): Amount {
  if (one.currency !== other.currency)
    throw new TypeError(`Amounts in ${one.currency} and ${other.currency} cannot be combined. Use one currency.`)
  return amountOf(by(minorUnits(one), minorUnits(other)), one.currency)
}

function amountOf(minor: bigint, currency: string): Amount {
  return { value: minor.toString(), currency }
}
