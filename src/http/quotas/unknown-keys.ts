import { createHash } from 'node:crypto'
import { createFairPlaces, NoPlaceError, type Release } from '../../base/fair-places.ts'
import type { Caller } from '../../operations/command/caller.ts'
import type { Ports } from '../ports.ts'
import type { CallerAddress } from './caller-address.ts'
import type { Limiter, Policy } from './limiter.ts'
import { RateLimitedError } from './rate-limited.ts'
import { createRecentSet } from './recent-set.ts'

/**
 * Checks a credential. A credential that was valid in the last ten minutes is always checked.
 *
 * @throws RateLimitedError if this address has sent too many invalid credentials, or (with the status 503) if too many
 *   credentials are being checked.
 */
export type Door = (credential: string, address: Omit<CallerAddress, 'ip'>) => Promise<Caller | undefined>

interface DoorOptions {
  readonly authenticate: Ports['authenticate']
  readonly limiter: Limiter
  readonly policy: Policy
  /** Called if an address has sent too many invalid credentials. */
  readonly onRefused: () => void
}

const TOO_MANY = 'Too many credentials from this address are not valid.'
/** Many come at once, or the database answers slowly or not at all: mostly not because of this caller. */
const BUSY = 'Your credential cannot be checked now.'
const BUSY_STATUS = 503
const MOST_REMEMBERED = 20_000
const HELD_MS = 10 * 60_000
/** A key that is created after it was refused is refused for this long. */
const REFUSED_MS = 2_000
/** Limits for checks of credentials that were not valid in the last ten minutes. */
const CHECKS = { most: 4, ofAddress: 2, mostWaiting: 200, waitMs: 5_000 }

/**
 * Limits the calls of `authenticate`, which reads the database for a credential that it does not know. Otherwise 5,000
 * unknown keys per second would use the connections that payments need.
 */
export function createDoor({ authenticate, limiter, policy, onRefused }: DoorOptions): Door {
  const held = createRecentSet({ most: MOST_REMEMBERED, keepMs: HELD_MS })
  const refused = createRecentSet({ most: MOST_REMEMBERED, keepMs: REFUSED_MS })
  const checks = createFairPlaces({
    most: CHECKS.most,
    mostOfKey: () => CHECKS.ofAddress,
    mostWaiting: CHECKS.mostWaiting,
  })

  const note = (hash: string, caller: Caller | undefined): Caller | undefined => {
    if (caller) held.add(hash)
    else {
      held.delete(hash)
      refused.add(hash)
    }
    return caller
  }
  const waitForCheck = async (key: string): Promise<Release> => {
    try {
      return checks.tryTake(key) ?? (await checks.take(key, CHECKS.waitMs))
    } catch (error) {
      throw error instanceof NoPlaceError ? new RateLimitedError(BUSY, 1_000, undefined, BUSY_STATUS) : error
    }
  }

  return async (credential, { key }) => {
    const hash = createHash('sha256').update(credential).digest('base64')
    if (refused.has(hash)) return undefined
    if (held.has(hash)) return note(hash, await authenticate(credential))
    const verdict = await limiter.take([{ policy, key }], 1)
    if (!verdict.ok) {
      onRefused()
      throw new RateLimitedError(TOO_MANY, verdict.retryAfterMs)
    }
    let isValid = true // or unknown, if it cannot be checked
    try {
      const leave = await waitForCheck(key)
      const caller = await authenticate(credential).finally(leave)
      isValid = caller !== undefined
      return note(hash, caller)
    } finally {
      if (isValid) await limiter.giveBack({ policy, key }, 1)
    }
  }
}
