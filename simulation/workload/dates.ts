const DAY_MS = 86_400_000

/** The UTC date this number of days after an instant; with `monthEnd`, the last day of its month. */
export function dateIn(nowMs: number, days: number, monthEnd = false): string {
  const at = new Date(nowMs + days * DAY_MS)
  const date = monthEnd ? new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)) : at
  return date.toISOString().slice(0, 10)
}
