import { createHash } from 'node:crypto'
import { findApiKey } from '../../store/merchant/api-keys.ts'
import type { Database } from '../../store/sql/database.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'

// A revoked key is rejected within this time, and so are subscriptions that use it.
const REMEMBERED_MS = 5_000
const REMEMBERED_MAX = 1_000
const KEY_FORM = /^sk_[\x21-\x7e]{1,250}$/

type Remembered = Map<string, { readonly caller: Caller; readonly untilMs: number }>
const remembered = new WeakMap<Database, Remembered>()

/** SHA-256, hex. Keys are long and random (or a sandbox's), so they need no slow hash. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/**
 * The caller that a secret key identifies. Undefined if the gateway did not issue the key, or if it was revoked. Known
 * keys are cached for a short time.
 */
export async function authenticateKey({ database }: Pick<Deps, 'database'>, key: string): Promise<Caller | undefined> {
  if (!KEY_FORM.test(key)) return undefined
  const hash = hashKey(key)
  const known = cacheOf(database)
  const hit = known.get(hash)
  if (hit && hit.untilMs > performance.now()) return hit.caller
  const found = await findApiKey(database, hash)
  known.delete(hash)
  if (found === undefined) return undefined
  const { id, merchantId, mode, merchantName, scopes, returnOrigins } = found
  const caller: Caller = { tenant: { merchantId, mode }, merchantName, actor: id, scopes, returnOrigins }
  if (known.size >= REMEMBERED_MAX) known.clear()
  known.set(hash, { caller, untilMs: performance.now() + REMEMBERED_MS })
  return caller
}

function cacheOf(database: Database): Remembered {
  const cache = remembered.get(database) ?? new Map()
  remembered.set(database, cache)
  return cache
}
