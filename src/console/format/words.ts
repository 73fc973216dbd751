const NAMES: Readonly<Record<string, string>> = {
  PPRO: 'PPRO',
  APS: 'APS',
  API: 'API',
  RETRY: 'Charge again',
}

/** A value of an enum as words: PARTIALLY_CAPTURED becomes "Partially captured". */
export function wordsOf(value: string): string {
  const known = NAMES[value]
  if (known !== undefined) return known
  const words = value.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The name of a payment method or brand: AMAZON_PAY becomes "Amazon Pay". */
export function nameOf(value: string): string {
  return value
    .split('_')
    .map(word => word.charAt(0) + word.slice(1).toLowerCase())
    .join(' ')
}

/** "AMAZON_PAY" at PPRO becomes "Amazon Pay · PPRO". */
export function methodOf({ provider, paymentMethod }: { provider: string; paymentMethod: string }): string {
  return `${nameOf(paymentMethod)} · ${provider}`
}

/** E.g. "Every month", "Every 2 weeks". */
export function everyOf({ interval, intervalCount }: { interval: string; intervalCount: number }): string {
  const unit = interval.toLowerCase()
  return intervalCount === 1 ? `Every ${unit}` : `Every ${intervalCount} ${unit}s`
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`
}

const countries = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' })

/** "DE" as the country's name in the browser's language. */
export const countryOf = (code: string) => countries.of(code) ?? code
