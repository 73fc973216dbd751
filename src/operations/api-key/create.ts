import { backendScopes, type Scope } from '../../domain/access/scopes.ts'
import { invalidInput, type Result, succeed } from '../../domain/input/user-error.ts'
import type { ApiKeyRow } from '../../store/tables.ts'
import { changeRecorded } from '../audit/change.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { checkNewKey, type KeyCreator } from './checks.ts'
import { keepApiKey, newApiKey } from './secret.ts'

export interface ApiKeyCreateInput {
  readonly label?: string | null | undefined
  /** Omitted: the scopes of a backend, as far as the creator has them. */
  readonly scopes?: readonly string[] | null | undefined
  readonly expiresAt?: Date | null | undefined
}

export interface ApiKeyCreated {
  readonly apiKey: ApiKeyRow
  /** The secret, which is shown only here. */
  readonly secret: string
}

/**
 * Creates a key for the caller's merchant and mode. It takes no idempotency key, because a secret cannot be shown
 * twice.
 */
export async function apiKeyCreate(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  caller: Pick<Caller, 'tenant' | 'mutation'> & KeyCreator,
  input: ApiKeyCreateInput,
): Promise<Result<ApiKeyCreated, 'INVALID_INPUT'>> {
  const { tenant } = caller
  const now = clock.now()
  const issues = checkNewKey(input, { creator: caller, now })
  if (issues.length > 0) return invalidInput(issues)
  const scopes =
    (input.scopes as readonly Scope[] | null | undefined) ?? backendScopes.filter(one => caller.scopes.includes(one))
  const secret = newApiKey(tenant.mode)
  const { label = null } = input
  const expiresAt = input.expiresAt ?? caller.expiresAt ?? null
  const facts = { tenant, now, label, expiresAt, scopes: [...new Set(scopes)] }
  const apiKey = await changeRecorded(database, caller, {
    change: sql => keepApiKey(sql, secret, facts),
    changed: ({ id }) => id,
  })
  return succeed({ apiKey, secret })
}
