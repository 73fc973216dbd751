/** The decimals of ISO 4217 where they are not two. */
const DECIMALS: ReadonlyArray<readonly [decimals: number, currencies: string]> = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
]

const DECIMALS_BY_CURRENCY = new Map(
  DECIMALS.flatMap(([decimals, currencies]) => currencies.split(' ').map(currency => [currency, decimals] as const)),
)

/** An amount as people write it, e.g. `1,012.50 USD`. @param amount In minor units. */
export function moneyText(amount: number, currency: string): string {
  const decimals = DECIMALS_BY_CURRENCY.get(currency) ?? 2
  const digits = String(amount).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${whole}${decimals === 0 ? '' : `.${digits.slice(-decimals)}`} ${currency}`
}
