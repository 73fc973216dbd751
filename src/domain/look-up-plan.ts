/** Seconds first, then minutes, then hours: how long after the n-th look-up that settled nothing the next one is. */
const WAITS_SECONDS = [2, 3, 5, 10, 20, 40, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800] as const
const LAST_WAIT_SECONDS = 21_600

/** After this long a person has to decide; the outcome stays unknown. */
const LOOK_UP_WINDOW_MS = 72 * 3_600_000

/** But not before it was asked about so often: the gateway itself may have been down for days. */
const FEWEST_LOOK_UPS = 8

/** PPRO forgets a key after 24 hours: the same request is sent again under it only well inside that. */
const KEY_REMEMBERED_MS = 20 * 3_600_000

/** Whether the provider still knows the key under which a request went out. */
export function canStillResend(firstSentAt: Date, now: Date): boolean {
  return now.getTime() - firstSentAt.getTime() < KEY_REMEMBERED_MS
}

export interface LookUpState {
  readonly firstSentAt: Date
  /** Look-ups so far, this one not counted. */
  readonly lookUps: number
  /** The first time that the provider said it knew nothing of the request. */
  readonly absentSince: Date | null
}

export type LookUpPlan =
  /** Absence is believed: the same attempt may be sent again under the same key. */
  | { readonly kind: 'resend' }
  | { readonly kind: 'again'; readonly at: Date; readonly absentSince: Date | null }
  /** A person has to decide. */
  | { readonly kind: 'giveUp' }

/**
 * What to do after a look-up that settled nothing. "Not found" once proves nothing: it takes two such answers, and the
 * second at least `absenceMs` after the first (and so after the request went out, however late its last sending was).
 *
 * @param repeatable True where doing it twice is doing it once (a revocation): then no key has to be remembered.
 */
export function planAfterLookUp(
  state: LookUpState,
  answer: 'absent' | 'unknown',
  { now, absenceMs, repeatable }: { now: Date; absenceMs: number; repeatable: boolean },
): LookUpPlan {
  const since = state.absentSince
  const believed = answer === 'absent' && since !== null && now.getTime() - since.getTime() >= absenceMs
  if (believed && (repeatable || canStillResend(state.firstSentAt, now))) return { kind: 'resend' }
  const oldEnough = now.getTime() - state.firstSentAt.getTime() >= LOOK_UP_WINDOW_MS
  if (oldEnough && state.lookUps >= FEWEST_LOOK_UPS) return { kind: 'giveUp' }
  const waitMs = (WAITS_SECONDS[state.lookUps] ?? LAST_WAIT_SECONDS) * 1_000
  if (answer === 'unknown') return { kind: 'again', at: new Date(now.getTime() + waitMs), absentSince: since }
  const soonest = since === null ? Math.max(waitMs, absenceMs) : waitMs
  return { kind: 'again', at: new Date(now.getTime() + soonest), absentSince: since ?? now }
}
