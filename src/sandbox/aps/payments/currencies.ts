const THREE_DECIMALS = ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

/** APS's full list is not published: whatever is a currency passes. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code)
}

export function threeDecimals(currency: string): boolean {
  return THREE_DECIMALS.includes(currency)
}
