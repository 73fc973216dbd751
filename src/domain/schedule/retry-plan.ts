import { LATEST_INSTANT } from '../../base/time/instant.ts'
import type { Failure } from '../decline/failure.ts'
import type { RetryRule } from '../decline/retry-rules.ts'
import { retryRuleOf, retryRuleOfCode } from '../decline/taxonomy.ts'
import type { OccurrenceDate, Recurrence } from './recurrence.ts'
import { retryInstant } from './retry-instant.ts'
import type { RetryPolicy } from './retry-policy.ts'

const DAY_MS = 24 * 3_600_000

type RetrySchedule = Pick<RetryPolicy, 'retryAfterDays'>
type Plan = Pick<Recurrence, 'timeOfDay' | 'timeZone'>

/** How an occurrence stands after a try of it has failed. */
interface FailedOccurrence {
  readonly failure: Failure
  readonly policy: RetrySchedule
  readonly occurrence: {
    readonly plan: Plan
    /** The local date that the schedule's rule gives it, `OccurrenceDate.date`. */
    readonly dueDate: string
  }
  /** Tries so far, the failed one among them. */
  readonly tries: number
  /** How many of them reached nobody (`reachedNobody`): they use up nothing of the policy. */
  readonly unreachedTries: number
  readonly lastTriedAt: Date
  readonly now: Date
}

type RetryPlan =
  | { readonly kind: 'retry'; readonly at: Date }
  | { readonly kind: 'exhausted'; readonly because: 'never' | 'used up' | 'most tries' }

/** True of a try that says nothing of the means of payment, since nobody was asked. */
export function reachedNobody(failure: Failure): boolean {
  return retryRuleOf(failure).retry === 'soon'
}

/**
 * Why what was tried under an agreement is never tried again under that one; undefined if it may be. Asked before each
 * try: a later word of the provider's about the same failure can forbid what the first did not.
 */
export function neverAgain(
  tried: { readonly agreementId: string; readonly failure: Failure | null },
  agreementId: string,
): Failure | undefined {
  const { failure } = tried
  return failure !== null && tried.agreementId === agreementId && retryRuleOf(failure).retry === 'never'
    ? failure
    : undefined
}

/**
 * Whether, and when, an occurrence is tried again. Each try that reached somebody uses up one of the policy's days; the
 * next is on the day that follows, at the schedule's time of day, and on a later local date than the last try. What
 * comes late (a scheduler that was down, an outcome that took days to find out) shifts to the next day that is still to
 * come: all retries that the policy promises are made.
 */
export function planRetry({ failure, policy, occurrence, ...facts }: FailedOccurrence): RetryPlan {
  return planBy(retryRuleOf(failure), policy, occurrence, facts)
}

type Facts = Pick<FailedOccurrence, 'tries' | 'unreachedTries' | 'lastTriedAt' | 'now'>

function planBy(
  rule: RetryRule,
  { retryAfterDays }: RetrySchedule,
  { plan, dueDate }: FailedOccurrence['occurrence'],
  { tries, unreachedTries, lastTriedAt, now }: Facts,
): RetryPlan {
  if (rule.retry === 'never') return { kind: 'exhausted', because: 'never' }
  const reachedTries = tries - unreachedTries
  const counted = rule.retry === 'soon' ? unreachedTries : reachedTries
  const mostReached = rule.mostTries !== null && counted >= rule.mostTries
  // An outage of the provider's, or of ours, ends no subscription: after that many it is tried once a day.
  if (rule.retry === 'soon') return retryAt(after(now, mostReached ? DAY_MS : rule.minimumWaitMs))
  if (mostReached) return { kind: 'exhausted', because: 'most tries' }
  const step = retryAfterDays[reachedTries - 1]
  if (step === undefined) return { kind: 'exhausted', because: 'used up' }
  const soonest = after(lastTriedAt, rule.minimumWaitMs)
  for (let afterDays = step; ; afterDays++) {
    const at = retryInstant(plan, { dueDate, afterDays, lastTriedAt })
    if (at > now && at >= soonest) return retryAt(at)
  }
}

/** Nothing is planned past the year 9999, as no occurrence is. */
function retryAt(at: Date): RetryPlan {
  return at > LATEST_INSTANT ? { kind: 'exhausted', because: 'used up' } : { kind: 'retry', at }
}

/**
 * The retries that a decline would bring about: when an occurrence, tried when it is due and declined with this
 * normalized code, would be tried again if every try were made in time and ended the same. Of what reaches nobody the
 * first ones, which come soon: there is no last.
 */
export function plannedRetries(
  code: string,
  policy: RetrySchedule,
  { plan, date, at: dueAt }: Pick<OccurrenceDate, 'date' | 'at'> & { readonly plan: Plan },
): readonly Date[] {
  const rule = retryRuleOfCode(code)
  const retries: Date[] = []
  for (;;) {
    const lastTriedAt = retries.at(-1) ?? dueAt
    const tries = retries.length + 1
    const unreachedTries = rule.retry === 'soon' ? tries : 0
    const facts = { tries, unreachedTries, lastTriedAt, now: lastTriedAt }
    const next = planBy(rule, policy, { plan, dueDate: date }, facts)
    const noLonger = rule.retry === 'soon' && rule.mostTries !== null && tries >= rule.mostTries
    if (next.kind === 'exhausted' || noLonger) return retries
    retries.push(next.at)
  }
}

function after(instant: Date, waitMs: number): Date {
  return new Date(instant.getTime() + waitMs)
}
