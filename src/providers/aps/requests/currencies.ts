import { currencyExponent } from '../../../base/currency.ts'

/** Decimals in APS's own software; all other currencies have two. */
const ZERO = 'BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF'.split(' ')
const THREE = 'BHD IQD JOD KWD LYD OMR TND'.split(' ')
const FOUR = ['CLF']

function decimalsAtAps(currency: string): number {
  if (ZERO.includes(currency)) return 0
  if (THREE.includes(currency)) return 3
  return FOUR.includes(currency) ? 4 : 2
}

/**
 * Whether ISO 4217 and APS use the same decimals. APS's documents say ISO 4217, but its software has other decimals for
 * UYI, UYW, XOF and XPF. Which of them applies is not documented, and a mistake would be a factor of a hundred.
 */
export function countsAsWeDo(currency: string): boolean {
  return currencyExponent(currency) === decimalsAtAps(currency)
}
