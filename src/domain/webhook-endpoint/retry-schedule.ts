const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** The waits after each failed try: 75 hours and a half in all. Without a step left, the delivery is given up. */
const WAITS_MS: readonly number[] = [
  ...[5 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS],
  ...[2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS],
]
/** The share of each wait that is added at random, so that the retries of an outage do not come at one moment. */
const JITTER = 0.2
/** An endpoint may ask for a longer wait, up to this. */
const LONGEST_WAIT_MS = DAY_MS
/** After failing for this long without one success, an endpoint is disabled. */
const GIVEN_UP_AFTER_MS = 5 * DAY_MS

interface Failure {
  /** How many tries were made, this one included. */
  readonly step: number
  readonly now: Date
  /** Between 0 and 1. */
  readonly random: number
  /** The header Retry-After. */
  readonly retryAfter?: string | undefined
}

/** When to try again; undefined if it is given up. */
export function nextTryAt({ step, now, random, retryAfter }: Failure): Date | undefined {
  const waitMs = WAITS_MS[step - 1]
  if (waitMs === undefined) return undefined
  const planned = Math.round(waitMs * (1 + JITTER * random))
  return new Date(now.getTime() + Math.max(planned, askedWaitMs(retryAfter, now)))
}

/** Seconds, or a date. */
function askedWaitMs(retryAfter: string | undefined, now: Date): number {
  if (retryAfter === undefined) return 0
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * SECOND_MS : Date.parse(retryAfter) - now.getTime()
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS)
}

export function hasFailedForLong(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= GIVEN_UP_AFTER_MS
}
