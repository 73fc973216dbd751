import type { Limiter, Policy, Taking, Verdict } from './limiter.ts'
import { tightest } from './limiter.ts'

/** Points to take from one bucket: at least `least`, and up to `most` if there are as many. */
export interface Wish extends Taking {
  readonly least: number
  readonly most: number
}

/** Buckets in a store that all processes share. */
export interface SharedBuckets {
  /** False: the store does not answer. */
  readonly up: boolean
  /** Takes from all buckets or from none. Undefined if the store does not answer in time. Never rejects. */
  take(
    wishes: readonly Wish[],
  ): Promise<
    | { readonly ok: true; readonly grants: readonly { readonly points: number; readonly left: number }[] }
    | { readonly ok: false; readonly index: number; readonly left: number; readonly retryAfterMs: number }
    | undefined
  >
}

/** Points that this process has taken from a shared bucket and not used yet. */
interface Lease {
  points: number
  /** What the shared bucket had after the last time, and when that was. */
  left: number
  atMs: number
  /** A request for a whole lease is on its way: others ask only for what they need. */
  isAsking: boolean
  /** The last refusal: until then there cannot be as many points, so that a caller that insists costs no round trip. */
  refused: { readonly least: number; readonly untilMs: number }
}

/** The part of a quota that a process takes at once: most operations then need no round trip. */
const LEASE_SHARE = 0.01
const MOST_LEASES = 50_000
const NEVER = { least: 0, untilMs: 0 }

/**
 * Counts points over all processes. Each process takes them from the shared buckets in leases of a hundredth of a
 * quota, and a quota below 200 one by one. So all processes together let through what one bucket would, and at most a
 * hundredth more for each process, from leases of an earlier time. While the store does not answer, `own` counts for
 * this process alone.
 */
export function createSharedLimiter(shared: SharedBuckets, own: Limiter): Limiter {
  const leases = new Map<string, Lease>()

  const leaseOf = ({ policy, key }: Taking): Lease => {
    const id = `${policy.name} ${key}`
    const known = leases.get(id)
    const lease = known ?? { points: 0, left: policy.quota, atMs: performance.now(), isAsking: false, refused: NEVER }
    // Moves the key to the end: the first key is the least recently used one.
    if (known) leases.delete(id)
    leases.set(id, lease)
    const [oldest] = leases.keys()
    if (leases.size > MOST_LEASES && oldest !== undefined) leases.delete(oldest)
    return lease
  }

  return {
    async take(takings, points) {
      const parts = takings.map(taking => ({
        ...taking,
        lease: leaseOf(taking),
        least: Math.min(points, taking.policy.quota),
      }))
      const nowMs = performance.now()
      for (const { policy, lease, least } of parts)
        if (lease.points < least && least >= lease.refused.least && nowMs < lease.refused.untilMs)
          return refusal(policy, lease, nowMs)
      const held = parts.filter(({ lease, least }) => lease.points >= least)
      const short = parts.filter(part => !held.includes(part))
      for (const { lease, least } of held) lease.points -= least
      if (short.length > 0) {
        const failure = await borrow(short)
        if (failure !== undefined) {
          for (const { lease, least } of held) lease.points += least
          return failure === 'unanswered' ? own.take(takings, points) : failure
        }
      }
      return tightest(
        parts.map(({ policy, lease }) => ({ ok: true, policy, remaining: remaining(policy, lease), retryAfterMs: 0 })),
      )
    },
    async giveBack(taking, points) {
      if (shared.up) leaseOf(taking).points += Math.min(points, taking.policy.quota)
      else await own.giveBack(taking, points)
    },
  }

  /** Takes what an operation needs, and new leases. @returns Undefined if it has got all. */
  async function borrow(
    parts: readonly (Taking & { readonly lease: Lease; readonly least: number })[],
  ): Promise<Verdict | 'unanswered' | undefined> {
    const asking = parts.filter(({ lease }) => !lease.isAsking)
    for (const { lease } of asking) lease.isAsking = true
    const wishes = parts.map(({ policy, key, least, lease }) => {
      const most = asking.some(part => part.lease === lease) ? Math.floor(policy.quota * LEASE_SHARE) : 0
      return { policy, key, least, most: Math.max(least, most) }
    })
    const answer = await shared.take(wishes)
    for (const { lease } of asking) lease.isAsking = false
    if (answer === undefined) return 'unanswered'
    const atMs = performance.now()
    if (answer.ok) {
      for (const [index, { lease, least }] of parts.entries()) {
        const { points, left } = answer.grants[index] ?? { points: least, left: 0 }
        lease.points += points - least
        Object.assign(lease, { left, atMs })
      }
      return undefined
    }
    const part = parts[answer.index]
    if (part === undefined) return 'unanswered'
    const { policy, lease, least } = part
    Object.assign(lease, { left: answer.left, atMs, refused: { least, untilMs: atMs + answer.retryAfterMs } })
    return refusal(policy, lease, atMs)
  }
}

function refusal(policy: Policy, lease: Lease, nowMs: number): Verdict {
  return { ok: false, policy, remaining: remaining(policy, lease), retryAfterMs: lease.refused.untilMs - nowMs }
}

/** As many as are left if no other process has taken any since. */
function remaining({ quota, perSecond }: Policy, { points, left, atMs }: Lease): number {
  const gained = ((performance.now() - atMs) * perSecond) / 1_000
  return Math.floor(Math.min(quota, points + left + gained))
}
