import { gatewayNow } from '../../data/clock.ts'

const DEFAULT = { name: '30d', text: '30 days', days: 30 } as const

/** How far back the overview looks. */
export const RANGES = [
  { name: '24h', text: '24 hours', days: 1 },
  { name: '7d', text: '7 days', days: 7 },
  DEFAULT,
  { name: '90d', text: '90 days', days: 90 },
] as const

const DAY_MS = 86_400_000

export function rangeOf(name: string | undefined) {
  return RANGES.find(range => range.name === name) ?? DEFAULT
}

/** From whole days ago until now, by the gateway's clock. */
export function timesOf(name: string | undefined) {
  const { days } = rangeOf(name)
  const to = gatewayNow()
  return {
    from: new Date(to - days * DAY_MS).toISOString(),
    // The bound is exclusive, and what was made a moment ago belongs to it.
    to: new Date(to + 1_000).toISOString(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

/** Each local date from `from` to `to`, YYYY-MM-DD. */
export function datesOf({ from, to }: { readonly from: string; readonly to: string }): readonly string[] {
  const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' })
  const dates = new Set<string>()
  const end = new Date(to).getTime()
  for (let at = new Date(from).getTime(); at < end; at += DAY_MS) dates.add(day.format(at))
  dates.add(day.format(end))
  return [...dates]
}
