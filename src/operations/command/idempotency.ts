import { canonicalJson } from '../../base/text/canonical-json.ts'
import { isRecord } from '../../base/text/json.ts'
import type { UserError } from '../../domain/input/user-error.ts'
import { findKey, type KeyScope, lockNumber } from '../../store/idempotency-key.ts'
import { LockedElsewhere, type Transaction } from '../../store/sql/database.ts'
import { insert, type Write } from '../../store/sql/write.ts'
import { idempotencyKeys } from '../../store/tables/idempotency-key.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'

type KeyRefusal = Extract<UserError, { code: 'IDEMPOTENCY_CONFLICT' | 'IDEMPOTENCY_IN_PROGRESS' }>

/** The same request again: its object in its present state. Or the work was done now, or refused. */
export type Once<Made, Refusal> =
  | { readonly kind: 'made'; readonly made: Made }
  | { readonly kind: 'replayed'; readonly objectId: string }
  | { readonly kind: 'refused'; readonly error: Refusal | KeyRefusal }

export interface OnceRequest {
  readonly mutation: string
  readonly input: { readonly idempotencyKey: string }
  /** The aggregate that the work changes: locked, after the key, before anything else. */
  readonly locks?: readonly bigint[]
  /** What is meant where the input leaves it out: saying it is the same request. */
  readonly defaults?: object
  /** Days that the key is kept; null: as long as its object, for whatever can move money. */
  readonly keptDays: typeof KEY_DAYS | null
}

/** Binds the caller's key to what is made: one more write of the same statement. An error result binds nothing. */
export type Bind = (objectId: string) => Write

/** How long a key is kept that can move no money: then it is free again. */
export const KEY_DAYS = 30

const RETRY_AFTER_MS = 1_000
const DAY_MS = 86_400_000

/**
 * Makes something once per caller's key. `work` runs in a transaction of its own, alone with this key; whatever it
 * makes must be written together with `bind(its id)`.
 */
export async function once<Made, Refusal extends UserError = never>(
  deps: Deps,
  caller: Caller,
  request: OnceRequest,
  work: (sql: Transaction, bind: Bind, now: Date) => Promise<{ made: Made } | { refused: Refusal }>,
): Promise<Once<Made, Refusal>> {
  const scope: KeyScope = { tenant: caller.tenant, mutation: request.mutation, key: request.input.idempotencyKey }
  const fingerprint = fingerprintOf(deps, request)
  const now = deps.clock.now()
  const bind: Bind = objectId => {
    const expiresAt = request.keptDays === null ? null : new Date(now.getTime() + request.keptDays * DAY_MS)
    const { tenant, ...named } = scope
    return insert(idempotencyKeys, [{ ...tenant, ...named, fingerprint, objectId, createdAt: now, expiresAt }])
  }
  try {
    return await deps.database.transaction(
      async (sql): Promise<Once<Made, Refusal>> => {
        const bound = await findKey(sql, scope, now)
        if (bound === undefined) {
          const result = await work(sql, bind, now)
          return 'made' in result ? { kind: 'made', made: result.made } : { kind: 'refused', error: result.refused }
        }
        if (bound.fingerprint.equals(fingerprint)) return { kind: 'replayed', objectId: bound.objectId }
        return { kind: 'refused', error: conflict(bound.objectId) }
      },
      { alone: lockNumber(scope), locks: request.locks ?? [] },
    )
  } catch (error) {
    if (!(error instanceof LockedElsewhere)) throw error
    return { kind: 'refused', error: inProgress(now) }
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

function inProgress(now: Date): KeyRefusal {
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
function fingerprintOf(deps: Deps, { input, defaults = {} }: OnceRequest): Buffer {
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
