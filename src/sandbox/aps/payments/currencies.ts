const THREE_DECIMALS = ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

/** APS does not publish its full list, so every existing currency is accepted. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code)
}

export function threeDecimals(currency: string): boolean {
  return THREE_DECIMALS.includes(currency)
}
