import { type AcquirerCode, acquirerCodes } from './acquirer-codes.ts'

/** The table mixes "2" and "05": a one-digit code is the same with a leading zero. */
export function acquirerCodeOf(code: string | undefined): AcquirerCode | undefined {
  if (code === undefined) return undefined
  const spellings = [code, code.padStart(2, '0'), code.replace(/^0(?=\d$)/, ''), code.toUpperCase()]
  const known = spellings.find(spelling => Object.hasOwn(acquirerCodes, spelling))
  return known === undefined ? undefined : acquirerCodes[known]
}
