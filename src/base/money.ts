import { currencyExponent } from './currency.ts'

/** An amount of money: an integer of minor units (cents, fils; yen) with its ISO 4217 code. No float anywhere. */
export interface Money {
  readonly value: bigint
  readonly currency: string
}

/** The largest amount that the API takes: 2^53-1 minor units. */
export const MAX_MINOR_UNITS = BigInt(Number.MAX_SAFE_INTEGER)

/** The amount as a decimal string with exactly the currency's decimals: 1000 USD → "10.00", 1000 JPY → "1000". */
export function toDecimal({ value, currency }: Money): string {
  const exponent = currencyExponent(currency)
  if (exponent === undefined) throw new RangeError(`${currency} has no minor unit in ISO 4217`)
  const negative = value < 0n
  const digits = (negative ? -value : value).toString().padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const text = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`
  return negative ? `-${text}` : text
}
