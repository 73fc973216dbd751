import { currencyExponent } from '../../../base/currency.ts'

/** Decimals as APS's own software counts them; all others have two. */
const ZERO = 'BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF'.split(' ')
const THREE = 'BHD IQD JOD KWD LYD OMR TND'.split(' ')
const FOUR = ['CLF']

function decimalsAtAps(currency: string): number {
  if (ZERO.includes(currency)) return 0
  if (THREE.includes(currency)) return 3
  return FOUR.includes(currency) ? 4 : 2
}

/**
 * Whether an amount in ISO 4217's minor units is the same amount to APS. Its documents say ISO 4217, its software
 * counts other decimals for UYI, UYW, XOF and XPF: which of the two APS charges by is not published, and the wrong one
 * is wrong by a factor of a hundred.
 */
export function countsAsWeDo(currency: string): boolean {
  return currencyExponent(currency) === decimalsAtAps(currency)
}
