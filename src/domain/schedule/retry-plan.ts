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

/** An occurrence after a failed try. */
interface FailedOccurrence {
  readonly failure: Failure
  readonly policy: RetrySchedule
  readonly occurrence: {
    readonly plan: Plan
    /** `OccurrenceDate.date`. */
    readonly dueDate: string
  }
  /** Tries so far, the failed one among them. */
  readonly tries: number
  /** How many of them reached no issuer (`reachedNobody`); they do not use up the policy. */
  readonly unreachedTries: number
  readonly lastTriedAt: Date
  readonly now: Date
}

type RetryPlan =
  | { readonly kind: 'retry'; readonly at: Date }
  | { readonly kind: 'exhausted'; readonly because: 'never' | 'used up' | 'most tries' }

/** True for a failure that says nothing about the payment instrument, because no issuer was contacted. */
export function reachedNobody(failure: Failure): boolean {
  return retryRuleOf(failure).retry === 'soon'
}

/**
 * The failure that forbids another try under this agreement; undefined if a try is allowed. Checked before each try,
 * because a later report of the same failure can forbid retries.
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
 * Whether and when an occurrence is retried. Each try that reached an issuer uses up one day of the policy. The next
 * try is on the next day of the policy, at the schedule's local time and on a later local date than the last try. If a
 * try was late (the scheduler was down, or an outcome was unknown for days), the next one moves to the next possible
 * day, so no retry of the policy is lost.
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
  // An outage must not end a subscription: after that many tries it is tried once a day.
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

/** Nothing is planned after the year 9999. */
function retryAt(at: Date): RetryPlan {
  return at > LATEST_INSTANT ? { kind: 'exhausted', because: 'used up' } : { kind: 'retry', at }
}

/**
 * The retries after a decline with this code, if the first try is on time and every retry ends the same. For codes that
 * are retried soon, only the first retries, because there is no last one.
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
