import { canonicalJson } from '../../base/text/canonical-json.ts'
import { isRecord } from '../../base/text/json.ts'
import { refuse, type UserError } from '../../domain/input/user-error.ts'
import { findKey, insertKey, type KeyScope, lockNumber } from '../../store/idempotency-key.ts'
import type { Transaction } from '../../store/sql/database.ts'
import type { Write } from '../../store/sql/write.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'

export type KeyRefusal = Extract<UserError, { code: 'IDEMPOTENCY_CONFLICT' | 'IDEMPOTENCY_IN_PROGRESS' }>

/** A request that a caller's key makes happen once. */
export interface KeyedRequest {
  readonly mutation: string
  readonly input: { readonly idempotencyKey: string }
  /** What is meant where the input leaves it out: saying it is the same request. */
  readonly defaults?: object
  /** Days that the key is kept; left out: as long as its object, for whatever can move money. */
  readonly keptDays?: typeof KEY_DAYS
}

/** How long a key is kept that can move no money: then it is free again. */
export const KEY_DAYS = 30

/** A caller's key, in the transaction that is alone with it. */
export interface KeyClaim {
  /** Only one transaction at a time holds it. */
  readonly lock: bigint
  /** What the key made before, if the arguments are the same; a refusal if they are others. Undefined where the key is new. */
  readonly find: (sql: Transaction) => Promise<KeyFound | undefined>
  /** Binds the key to what is made: written together with it, or not at all. */
  readonly bind: (objectId: string) => Write
}

type KeyFound = { readonly ok: true; readonly objectId: string } | { readonly ok: false; readonly error: KeyRefusal }

const RETRY_AFTER_MS = 1_000
const DAY_MS = 86_400_000

/** Claims a caller's key for a request: it counts with merchant, mode and mutation. */
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

function conflict(existingId: string): KeyRefusal {
  return {
    code: 'IDEMPOTENCY_CONFLICT',
    message:
      `This idempotencyKey was already used with other arguments and created ${existingId}. Send the same ` +
      'arguments to get that object, or use a new key for a new request.',
    existingId,
  }
}

/** Another request with the key is being done. */
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

/** Over the coerced arguments without the key; what is null or left out is what it means. */
function fingerprintOf(deps: Deps, { input, defaults = {} }: KeyedRequest): Buffer {
  const { idempotencyKey: _, ...given } = input as Record<string, unknown>
  return deps.vault.mac('fingerprint', canonicalJson(filled(withoutNulls(given), defaults)))
}

/** With the defaults of nested inputs where those are given. */
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
