import { apiKeyStatus, endOfRotated, LONGEST_OVERLAP_SECONDS, OVERLAP_SECONDS } from '../../domain/access/api-key.ts'
import type { Scope } from '../../domain/access/scopes.ts'
import { issueList } from '../../domain/input/issues.ts'
import { invalidInput, type Result, succeed } from '../../domain/input/user-error.ts'
import { lockApiKey, replaceApiKey } from '../../store/merchant/api-keys.ts'
import type { Transaction } from '../../store/sql/database.ts'
import type { ApiKeyRow } from '../../store/tables.ts'
import { changeRecorded } from '../audit/change.ts'
import { invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { checkExpiry, type KeyCreator } from './checks.ts'
import { keepApiKey, newApiKey } from './secret.ts'

export interface ApiKeyRotateInput {
  readonly apiKeyId: string
  /** How long the old key still works; 0 ends it at once. */
  readonly overlapSeconds?: number | null | undefined
  /** When the new key ends. */
  readonly expiresAt?: Date | null | undefined
}

export interface ApiKeyRotated {
  /** The new key. */
  readonly apiKey: ApiKeyRow
  /** The secret of the new key, which is shown only here. */
  readonly secret: string
  /** The old key, with the time at which it ends. */
  readonly replaced: ApiKeyRow
}

/** Makes a new key with the label and the scopes of an old one, which ends after an overlap. A key is rotated once. */
export async function apiKeyRotate(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  caller: Pick<Caller, 'tenant' | 'mutation'> & KeyCreator,
  input: ApiKeyRotateInput,
): Promise<Result<ApiKeyRotated, 'INVALID_INPUT' | 'NOT_FOUND' | 'INVALID_STATE'>> {
  const now = clock.now()
  const issues = issueList()
  issues.range(['overlapSeconds'], input.overlapSeconds, { min: 0, max: LONGEST_OVERLAP_SECONDS })
  checkExpiry(issues, input.expiresAt, { creator: caller, now })
  if (issues.found.length > 0) return invalidInput(issues.found)
  return changeRecorded(database, caller, {
    change: sql => replace(sql, caller, { ...input, now }),
    changed: result => (result.ok ? result.payload.replaced.id : undefined),
  })
}

async function replace(
  sql: Transaction,
  { tenant, scopes, expiresAt: latest = null }: Pick<Caller, 'tenant'> & KeyCreator,
  { now, ...input }: ApiKeyRotateInput & { readonly now: Date },
): Promise<Result<ApiKeyRotated, 'NOT_FOUND' | 'INVALID_STATE'>> {
  const old = await lockApiKey(sql, tenant, input.apiKeyId)
  if (old === undefined) return notFound('key', input.apiKeyId)
  const status = apiKeyStatus(old, now)
  if (status !== 'ACTIVE') return invalidState(status, `The key is ${status} and cannot be rotated. Create a new key.`)
  if (old.replacedById !== null)
    return invalidState(status, `The key was rotated already. Rotate ${old.replacedById}, which replaces it.`)
  const lacking = (old.scopes as readonly Scope[]).filter(scope => !scopes.includes(scope))
  if (lacking.length > 0)
    return invalidState(
      status,
      `The key has scopes that your own key lacks: ${lacking.join(', ')}. Rotate it with a key that has them.`,
    )
  const secret = newApiKey(tenant.mode)
  const apiKey = await keepApiKey(sql, secret, {
    ...{ tenant, now, label: old.label, scopes: old.scopes as readonly Scope[] },
    expiresAt: input.expiresAt ?? latest,
  })
  const expiresAt = endOfRotated(old, input.overlapSeconds ?? OVERLAP_SECONDS, now)
  const replaced = await replaceApiKey(sql, old.id, { replacedById: apiKey.id, expiresAt })
  return succeed({ apiKey, secret, replaced })
}
