import { createHash } from 'node:crypto'
import { findApiKey } from '../../store/merchant/api-keys.ts'
import type { Database } from '../../store/sql/database.ts'
import { noteKeyUse } from '../api-key/note-use.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'

// A revoked key is rejected within this time, and so are subscriptions that use it.
const REMEMBERED_MS = 5_000
const REMEMBERED_MAX = 1_000
const KEY_FORM = /^sk_[\x21-\x7e]{1,250}$/

interface RememberedKey {
  readonly caller: Caller
  readonly expiresAt: Date | null
  readonly untilMs: number
}
type Remembered = Map<string, RememberedKey>
const remembered = new WeakMap<Database, Remembered>()

/** SHA-256, hex. Keys are long and random (or a sandbox's), so they need no slow hash. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/**
 * The caller that a secret key identifies. Undefined if the gateway did not issue the key, or if it has expired or was
 * revoked. Known keys are cached for a short time.
 */
export async function authenticateKey(
  deps: Pick<Deps, 'database' | 'clock' | 'background'>,
  key: string,
): Promise<Caller | undefined> {
  if (!KEY_FORM.test(key)) return undefined
  const { database, clock } = deps
  const hash = hashKey(key)
  const known = cacheOf(database)
  const hit = known.get(hash)
  if (hit && hit.untilMs > performance.now() && (hit.expiresAt === null || hit.expiresAt > clock.now()))
    return hit.caller
  const found = await findApiKey(database, hash, clock.now())
  known.delete(hash)
  if (found === undefined) return undefined
  noteKeyUse(deps, found)
  const { id, merchantId, mode, merchantName, scopes, returnOrigins, expiresAt } = found
  const caller: Caller = { tenant: { merchantId, mode }, merchantName, actor: id, scopes, returnOrigins }
  if (known.size >= REMEMBERED_MAX) known.clear()
  known.set(hash, { caller, expiresAt, untilMs: performance.now() + REMEMBERED_MS })
  return caller
}

function cacheOf(database: Database): Remembered {
  const cache = remembered.get(database) ?? new Map()
  remembered.set(database, cache)
  return cache
}
