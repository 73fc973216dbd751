/** How many attempts of the merchant's that come to nothing a card network bears within a window. */
interface NetworkRule {
  readonly name: string
  readonly allowed: number
  readonly windowMs: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * By an instrument's brand. Visa's is the older figure, the safe one: it has since become 20. Other brands and wallets
 * state none.
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

/** The rules that hold for an instrument of a brand; none if its network states none. */
export function networkRulesOf(brand: string | null | undefined): readonly NetworkRule[] {
  return (brand && networkRules.get(brand.toUpperCase())) || []
}

/** From then on an attempt counts in some rule's window. */
export function earliestCounted(now: Date): Date {
  const windows = [...networkRules.values()].flat().map(({ windowMs }) => windowMs)
  return new Date(now.getTime() - Math.max(...windows))
}

/** How an instrument stands by one rule. */
export interface RetryBudget {
  readonly rule: string
  readonly allowed: number
  readonly used: number
  /** The window that the oldest counted attempt opened; without any, one that would open now. */
  readonly windowStartsAt: Date
  readonly windowEndsAt: Date
  /** From then on another attempt is allowed; null if one is now. */
  readonly freeAt: Date | null
}

/**
 * How an instrument stands by the rule that binds it most: the one with the fewest attempts left, of those that are
 * used up the one that frees last. Undefined without rules. An attempt leaves its window exactly `windowMs` after it
 * was answered.
 *
 * @param countedAt when attempts were answered that came to nothing or whose outcome is not known, in any order.
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
  // Once this one has left, one fewer than allowed are within.
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
