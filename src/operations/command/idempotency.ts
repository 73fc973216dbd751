import { canonicalJson, isRecord } from '../../base/text/json.ts'
import { refuse, type UserError } from '../../domain/input/user-error.ts'
import { findKey, insertKey, type KeyScope, lockNumber } from '../../store/idempotency-key.ts'
import type { Transaction } from '../../store/sql/database.ts'
import type { Write } from '../../store/sql/write.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'

export type KeyRefusal = Extract<UserError, { code: 'IDEMPOTENCY_CONFLICT' | 'IDEMPOTENCY_IN_PROGRESS' }>

/** A request that runs once for each idempotency key. */
export interface KeyedRequest {
  readonly mutation: string
  readonly input: { readonly idempotencyKey: string }
  /** The defaults of omitted fields: a request that gives a default explicitly is the same request. */
  readonly defaults?: object
  /**
   * The days for which the key is kept. Omitted for everything that can move money: the key is then kept as long as its
   * object.
   */
  readonly keptDays?: typeof KEY_DAYS
}

/** How long a key is kept that can move no money. After that it can be used for another request. */
export const KEY_DAYS = 30

/** A caller's idempotency key. Its functions run in the transaction that holds the key's lock. */
export interface KeyClaim {
  /** The number of the key's advisory lock, which only one transaction at a time holds. */
  readonly lock: bigint
  /**
   * What the key created before, if the arguments are the same; an error if they differ. Undefined if the key is new.
   */
  readonly find: (sql: Transaction) => Promise<KeyFound | undefined>
  /** Binds the key to the new object. Both are written together, or neither is. */
  readonly bind: (objectId: string) => Write
}

type KeyFound = { readonly ok: true; readonly objectId: string } | { readonly ok: false; readonly error: KeyRefusal }

const RETRY_AFTER_MS = 1_000
const DAY_MS = 86_400_000

/** Claims a caller's idempotency key. Its scope is merchant, mode and mutation. */
export function claimKey(deps: Deps, { tenant }: Caller, request: KeyedRequest, now: Date): KeyClaim {
  const scope: KeyScope = { tenant, mutation: request.mutation, key: request.input.idempotencyKey }
  const fingerprint = fingerprintOf(deps, request)
  const expiresAt = request.keptDays === undefined ? null : new Date(now.getTime() + request.keptDays * DAY_MS)
  return {
    lock: lockNumber(scope),
    async find(sql) {
      const bound = await findKey(sql, scope, now)
      if (bound === undefined) return undefined
      return bound.fingerprint.equals(fingerprint)
        ? { ok: true, objectId: bound.objectId }
        : refuse(conflict(bound.objectId))
    },
    bind: objectId => insertKey(scope, { fingerprint, objectId, createdAt: now, expiresAt }),
  }
}

export function conflict(existingId: string): KeyRefusal {
  return {
    code: 'IDEMPOTENCY_CONFLICT',
    message:
      `This idempotencyKey was already used with other arguments and created ${existingId}. Send the same ` +
      'arguments to get that object, or use a new key for a new request.',
    existingId,
  }
}

/** Another request with the same key is still running. */
export function inProgress(now: Date): KeyRefusal {
  const retryAfter = new Date(now.getTime() + RETRY_AFTER_MS)
  return {
    code: 'IDEMPOTENCY_IN_PROGRESS',
    message:
      'A request with this idempotencyKey is still running. Send the same request again after ' +
      `${retryAfter.toISOString()}.`,
    retryAfter,
  }
}

/** Hashes the coerced arguments without the key. A field that is null or omitted has its default. */
function fingerprintOf(deps: Deps, { input, defaults = {} }: KeyedRequest): Buffer {
  const { idempotencyKey: _, ...given } = input as Record<string, unknown>
  return deps.vault.mac('fingerprint', canonicalJson(filled(withoutNulls(given), defaults)))
}

/** Fills in defaults, in a nested input only if that input is given. */
function filled(given: unknown, defaults: object): unknown {
  if (!isRecord(given)) return given
  const merged: Record<string, unknown> = { ...given }
  for (const [name, value] of Object.entries(defaults)) {
    if (isRecord(value)) {
      if (merged[name] !== undefined) merged[name] = filled(merged[name], value)
    } else merged[name] ??= value
  }
  return merged
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isRecord(value) || value instanceof Date) return value
  const present = Object.entries(value).filter(([, member]) => member !== null && member !== undefined)
  return Object.fromEntries(present.map(([name, member]) => [name, withoutNulls(member)]))
}
