/** How many failed merchant-initiated attempts a card network allows within a window. */
interface NetworkRule {
  readonly name: string
  readonly allowed: number
  readonly windowMs: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * The limits by the brand of the instrument. Visa's limit here is the older and safer one; the current limit is 20.
 * Other brands and wallets have no limit.
 */
const networkRules: ReadonlyMap<string, readonly NetworkRule[]> = new Map([
  ['VISA', [{ name: 'VISA_15_IN_30_DAYS', allowed: 15, windowMs: 30 * DAY_MS }]],
  [
    'MASTERCARD',
    [
      { name: 'MASTERCARD_10_IN_24_HOURS', allowed: 10, windowMs: DAY_MS },
      { name: 'MASTERCARD_35_IN_30_DAYS', allowed: 35, windowMs: 30 * DAY_MS },
    ],
  ],
])

/** The rules for a brand; empty if its network has none. */
export function networkRulesOf(brand: string | null | undefined): readonly NetworkRule[] {
  return (brand && networkRules.get(brand.toUpperCase())) || []
}

/** The beginning of the longest window: earlier attempts count for no rule. */
export function earliestCounted(now: Date): Date {
  const windows = [...networkRules.values()].flat().map(({ windowMs }) => windowMs)
  return new Date(now.getTime() - Math.max(...windows))
}

/** The retry budget of an instrument under one rule. */
export interface RetryBudget {
  readonly rule: string
  readonly allowed: number
  readonly used: number
  /** The time of the oldest counted attempt; now if there is none. */
  readonly windowStartsAt: Date
  readonly windowEndsAt: Date
  /** When the next attempt is allowed; null if one is allowed now. */
  readonly freeAt: Date | null
}

/**
 * The budget under the strictest rule: the one with the fewest attempts left, or, if several are used up, the one that
 * allows an attempt last. Undefined without rules. An attempt leaves its window exactly `windowMs` after its response.
 *
 * @param countedAt The times of the responses of failed attempts and of those with an unknown outcome, in any order.
 */
export function retryBudget(
  rules: readonly NetworkRule[],
  countedAt: readonly Date[],
  now: Date,
): RetryBudget | undefined {
  return rules
    .map(rule => budgetBy(rule, countedAt, now))
    .sort((one, other) => leftOf(one) - leftOf(other) || timeOf(other.freeAt) - timeOf(one.freeAt))[0]
}

function budgetBy({ name, allowed, windowMs }: NetworkRule, countedAt: readonly Date[], now: Date): RetryBudget {
  const within = countedAt
    .filter(at => at.getTime() + windowMs > now.getTime())
    .sort((a, b) => b.getTime() - a.getTime())
  const windowStartsAt = within.at(-1) ?? now
  // Once this attempt leaves the window, another one is allowed.
  const inTheWay = within[allowed - 1]
  return {
    rule: name,
    allowed,
    used: within.length,
    windowStartsAt,
    windowEndsAt: new Date(windowStartsAt.getTime() + windowMs),
    freeAt: inTheWay === undefined ? null : new Date(inTheWay.getTime() + windowMs),
  }
}

function leftOf({ allowed, used }: RetryBudget): number {
  return Math.max(0, allowed - used)
}

function timeOf(instant: Date | null): number {
  return instant?.getTime() ?? 0
}
