/** The wait after the n-th inconclusive status query: first seconds, then minutes, then hours. */
const WAITS_SECONDS = [2, 3, 5, 10, 20, 40, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800] as const
const LAST_WAIT_SECONDS = 21_600
/**
 * The longest wait while the provider still remembers the request's key: the request can be resent only during this
 * time.
 */
const LONGEST_WAIT_WHILE_REMEMBERED_SECONDS = 3_600

/** After this time an operator must decide; the outcome stays UNKNOWN. */
const STATUS_QUERY_WINDOW_MS = 72 * 3_600_000

/** The decision also needs at least this many queries, because the gateway itself may have been down for days. */
const MIN_STATUS_QUERIES = 8

/**
 * If the request cannot be resent, absence takes this many times as long, because a late arrival would then be a second
 * charge.
 */
const UNREPEATABLE_ABSENCES = 10

/** What the provider guarantees for a resent request. */
export interface Repeatability {
  /** True if it takes effect only once. */
  readonly safe: boolean
  /** How long the provider guarantees this, counted from the first time the request was sent. Null: no limit. */
  readonly rememberedMs: number | null
}

/** Whether the same request can be resent. */
export function canStillResend({ safe, rememberedMs }: Repeatability, firstSentAt: Date, now: Date): boolean {
  return safe && (rememberedMs === null || now.getTime() - firstSentAt.getTime() < rememberedMs)
}

interface StatusQueryState {
  readonly firstSentAt: Date
  /** Earlier status queries, without this one. */
  readonly statusQueries: number
  /** When the provider first answered that it does not know the request. */
  readonly absentSince: Date | null
}

type StatusQueryPlan =
  /** The provider does not have the request: it can be resent under the same key. */
  | { readonly kind: 'resend' }
  /** The provider does not have the request, and it must not be resent: it has failed. */
  | { readonly kind: 'neverArrived' }
  | { readonly kind: 'again'; readonly at: Date; readonly absentSince: Date | null }
  /** An operator must decide. */
  | { readonly kind: 'giveUp' }

/**
 * What to do after an inconclusive status query. One "not found" proves nothing: it takes two, the second at least
 * `absenceMs` after the first, and so after the request was sent.
 */
export function planAfterStatusQuery(
  state: StatusQueryState,
  answer: 'absent' | 'unknown',
  { now, absenceMs, repeatable }: { now: Date; absenceMs: number; repeatable: Repeatability },
): StatusQueryPlan {
  const since = state.absentSince
  const absentMs = answer === 'absent' && since !== null ? now.getTime() - since.getTime() : -1
  if (absentMs >= absenceMs && canStillResend(repeatable, state.firstSentAt, now)) return { kind: 'resend' }
  if (absentMs >= absenceMs * UNREPEATABLE_ABSENCES && !repeatable.safe) return { kind: 'neverArrived' }
  const oldEnough = now.getTime() - state.firstSentAt.getTime() >= STATUS_QUERY_WINDOW_MS
  if (oldEnough && state.statusQueries >= MIN_STATUS_QUERIES) return { kind: 'giveUp' }
  const isPressing = repeatable.rememberedMs !== null && canStillResend(repeatable, state.firstSentAt, now)
  const longestS = isPressing ? LONGEST_WAIT_WHILE_REMEMBERED_SECONDS : LAST_WAIT_SECONDS
  const waitMs = Math.min(WAITS_SECONDS[state.statusQueries] ?? longestS, longestS) * 1_000
  if (answer === 'unknown') return { kind: 'again', at: new Date(now.getTime() + waitMs), absentSince: since }
  const believedMs = repeatable.safe ? absenceMs : absenceMs * UNREPEATABLE_ABSENCES
  const againMs =
    since === null ? Math.max(absenceMs, Math.min(waitMs, believedMs)) : sooner(waitMs, believedMs - absentMs)
  return { kind: 'again', at: new Date(now.getTime() + againMs), absentSince: since ?? now }
}

/** Absence is decided as early as possible, independent of earlier waits. */
function sooner(waitMs: number, untilBelievedMs: number): number {
  return untilBelievedMs > 0 ? Math.min(waitMs, untilBelievedMs) : waitMs
}
