import { type Amount, addMoney } from '../../../client/money/index.ts'
import type { OverviewQuery } from '../../generated/graphql.ts'

export type OverviewData = NonNullable<OverviewQuery['overview']>

export const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })

/** The sum, in the currency of `amounts`; undefined for none. */
export function sumOf(amounts: readonly Amount[]): Amount | undefined {
  const [first, ...others] = amounts
  return first && addMoney(first, ...others)
}

/** Currencies by the number of captures, the most used first. */
export function currenciesOf(volume: OverviewData['volume']): readonly string[] {
  const captures = new Map<string, number>()
  for (const { currency, captures: count } of volume) captures.set(currency, (captures.get(currency) ?? 0) + count)
  return [...captures].toSorted(([, a], [, b]) => b - a).map(([currency]) => currency)
}

interface Share {
  readonly succeeded: number
  readonly failed: number
  readonly open: number
  /** As text. */
  readonly share: string
}

/** E.g. "8 of 11 · 72.7%": of the charges that ended, and beside them those that did not. */
export function shareOf({ succeeded, failed, open, share }: Share): string {
  const ended = `${succeeded.toLocaleString()} of ${(succeeded + failed).toLocaleString()} · ${share}`
  return open === 0 ? ended : `${ended} · ${open.toLocaleString()} open`
}
