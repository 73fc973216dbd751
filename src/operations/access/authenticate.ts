import { isDatabaseOutage } from '../../store/sql/outage.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type Credential, checkCredentials } from './check.ts'
import { looksLikeClientToken } from './client-token.ts'
import { looksLikeSession } from './console-session.ts'
import { hashKey } from './secret-hash.ts'

/** How long a revoked credential, or a scope that was removed, can still be accepted. */
const REMEMBERED_MS = 1_000
/**
 * How long an earlier result is used while the database is unavailable. Nearly nothing can be read or done then anyway.
 */
const REMEMBERED_IN_OUTAGE_MS = 5_000
const REMEMBERED_MAX = 30_000
const KEY_FORM = /^sk_[\x21-\x7e]{1,250}$/

type AccessDeps = Pick<Deps, 'database' | 'vault' | 'clock' | 'realTime' | 'background'>

interface Remembered {
  readonly known: Map<string, Known>
  /** Checks in progress, so that a thousand requests with one credential wait for one check. */
  readonly underWay: Map<string, Promise<Known | undefined>>
}

/** A valid credential, and when it was checked. */
interface Known extends Credential {
  readonly checkedMs: number
}

const rememberedOf = new WeakMap<AccessDeps['database'], Remembered>()

/**
 * Who a secret key, client token or console session stands for, as it is now or was less than a second ago; undefined if it is unknown, was
 * revoked or has expired. One credential costs at most one check a second, however often it is used.
 */
export async function authenticate(deps: AccessDeps, credential: string): Promise<Caller | undefined> {
  if (!hasForm(credential)) return undefined
  const { known, underWay } = remembered(deps)
  const hash = hashKey(credential)
  const hit = known.get(hash)
  const ageMs = hit ? performance.now() - hit.checkedMs : Number.POSITIVE_INFINITY
  if (ageMs < REMEMBERED_MS) return callerOf(deps, hit)
  const running =
    underWay.get(hash) ??
    check(deps, [credential])
      .then(([found]) => found)
      .finally(() => underWay.delete(hash))
  underWay.set(hash, running)
  try {
    return callerOf(deps, await running)
  } catch (error) {
    if (ageMs < REMEMBERED_IN_OUTAGE_MS && isDatabaseOutage(error)) return callerOf(deps, hit)
    throw error
  }
}

/** Authenticates many credentials at once, as they are now, in the same order, with as few statements as for one. */
export async function authenticateAll(
  deps: AccessDeps,
  credentials: readonly string[],
): Promise<readonly (Caller | undefined)[]> {
  return (await check(deps, credentials)).map(found => callerOf(deps, found))
}

async function check(deps: AccessDeps, credentials: readonly string[]): Promise<readonly (Known | undefined)[]> {
  const { known } = remembered(deps)
  const checkedMs = performance.now()
  const asked = credentials.map(text => {
    const hash = hashKey(text)
    return { text, hash, before: known.get(hash) }
  })
  const found = await checkCredentials(deps, asked)
  if (known.size > REMEMBERED_MAX) known.clear()
  return asked.map(({ hash }) => {
    const credential = found.get(hash)
    known.delete(hash)
    if (credential === undefined) return undefined
    const now: Known = { ...credential, checkedMs }
    known.set(hash, now)
    return now
  })
}

/** Whether a credential has expired depends on the clock, which a sandbox can move, so the result is not cached. */
function callerOf({ clock }: AccessDeps, known: Known | undefined): Caller | undefined {
  if (known === undefined) return undefined
  return known.expiresAt !== null && known.expiresAt <= clock.now() ? undefined : known.caller
}

function hasForm(credential: string): boolean {
  return KEY_FORM.test(credential) || looksLikeClientToken(credential) || looksLikeSession(credential)
}

function remembered({ database }: AccessDeps): Remembered {
  const found = rememberedOf.get(database) ?? { known: new Map(), underWay: new Map() }
  rememberedOf.set(database, found)
  return found
}
