/** An amount as the API sends it: `value` in minor units, `decimal` with the currency's own number of digits. */
export interface Amount {
  readonly value: string
  readonly currency: string
  readonly decimal: string
}

/** Digits after the decimal point, e.g. 2 for "12.50". */
function digitsOf(decimal: string): number {
  return decimal.includes('.') ? decimal.length - decimal.indexOf('.') - 1 : 0
}

const formats = new Map<string, Intl.NumberFormat>()

/** In the browser's own language, e.g. "€12.50". Exact: the text never becomes a floating-point number. */
export function formatMoney({ currency, decimal }: Amount): string {
  const digits = digitsOf(decimal)
  const name = `${currency}${digits}`
  let format = formats.get(name)
  if (format === undefined) {
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
    format = new Intl.NumberFormat(undefined, { style: 'currency', currency, ...fraction })
    formats.set(name, format)
  }
  return format.format(decimal as Intl.StringNumericLiteral)
}

/** Minor units as an amount in the currency of `like`, e.g. 1250n as 12.50 USD. */
export function amountOf(value: bigint, like: Amount): Amount {
  const digits = digitsOf(like.decimal)
  const sign = value < 0n ? '-' : ''
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const decimal = digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`
  return { value: value.toString(), currency: like.currency, decimal }
}

/** What a person typed, e.g. "12.5", in minor units of the currency of `like`; undefined if it is no such amount. */
export function parseMinorUnits(text: string, like: Amount): bigint | undefined {
  const digits = digitsOf(like.decimal)
  const match = /^(\d{1,15})(?:\.(\d*))?$/.exec(text.trim().replace(',', '.'))
  if (match === null) return undefined
  const [, whole = '', fraction = ''] = match
  if (fraction.length > digits) return undefined
  return BigInt(whole + fraction.padEnd(digits, '0'))
}

/** The share of `part` in `whole` in percent, for lengths on the screen only. */
export function percentOf(part: string, whole: string): number {
  const total = BigInt(whole)
  return total === 0n ? 0 : Number((BigInt(part) * 10_000n) / total) / 100
}
