/**
 * Seconds first, then minutes, then hours: how long after the n-th status query that settled nothing the next one is.
 */
const WAITS_SECONDS = [2, 3, 5, 10, 20, 40, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800] as const
const LAST_WAIT_SECONDS = 21_600
/**
 * While the provider still knows the request's key, and will not for ever: only until then can what never arrived be
 * sent again.
 */
const LONGEST_WAIT_WHILE_REMEMBERED_SECONDS = 3_600

/** After this long a person has to decide; the outcome stays unknown. */
const LOOK_UP_WINDOW_MS = 72 * 3_600_000

/** But not before it was asked about so often: the gateway itself may have been down for days. */
const FEWEST_LOOK_UPS = 8

/** Absence is believed later where the request cannot be sent again: what comes too late then comes twice. */
const UNREPEATABLE_ABSENCES = 10

/** What the provider does with a request that comes again. */
export interface Repeatability {
  /** True if it does it once, however often it comes. */
  readonly safe: boolean
  /** How long after the first sending this is guaranteed; null: for ever. */
  readonly rememberedMs: number | null
}

/** Whether the very same request may be sent again. */
export function canStillResend({ safe, rememberedMs }: Repeatability, firstSentAt: Date, now: Date): boolean {
  return safe && (rememberedMs === null || now.getTime() - firstSentAt.getTime() < rememberedMs)
}

interface StatusQueryState {
  readonly firstSentAt: Date
  /** Status queries so far, this one not counted. */
  readonly statusQueries: number
  /** The first time that the provider said it knew nothing of the request. */
  readonly absentSince: Date | null
}

type StatusQueryPlan =
  /** Absence is believed: the same provider request may be sent again under the same key. */
  | { readonly kind: 'resend' }
  /** Absence is believed, and nothing may be sent again: it has failed. */
  | { readonly kind: 'neverArrived' }
  | { readonly kind: 'again'; readonly at: Date; readonly absentSince: Date | null }
  /** A person has to decide. */
  | { readonly kind: 'giveUp' }

/**
 * What to do after a status query that settled nothing. "Not found" once proves nothing: it takes two such answers, and
 * the second at least `absenceMs` after the first (and so after the request went out, however late its last sending
 * was).
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
  const oldEnough = now.getTime() - state.firstSentAt.getTime() >= LOOK_UP_WINDOW_MS
  if (oldEnough && state.statusQueries >= FEWEST_LOOK_UPS) return { kind: 'giveUp' }
  const isPressing = repeatable.rememberedMs !== null && canStillResend(repeatable, state.firstSentAt, now)
  const longestS = isPressing ? LONGEST_WAIT_WHILE_REMEMBERED_SECONDS : LAST_WAIT_SECONDS
  const waitMs = Math.min(WAITS_SECONDS[state.statusQueries] ?? longestS, longestS) * 1_000
  if (answer === 'unknown') return { kind: 'again', at: new Date(now.getTime() + waitMs), absentSince: since }
  const believedMs = repeatable.safe ? absenceMs : absenceMs * UNREPEATABLE_ABSENCES
  const againMs =
    since === null ? Math.max(absenceMs, Math.min(waitMs, believedMs)) : sooner(waitMs, believedMs - absentMs)
  return { kind: 'again', at: new Date(now.getTime() + againMs), absentSince: since ?? now }
}

/** However long it was asked about before, absence is believed, or contradicted, as soon as it can be. */
function sooner(waitMs: number, untilBelievedMs: number): number {
  return untilBelievedMs > 0 ? Math.min(waitMs, untilBelievedMs) : waitMs
}
