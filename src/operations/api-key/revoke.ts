import { apiKeyStatus } from '../../domain/access/api-key.ts'
import { type Result, succeed } from '../../domain/input/user-error.ts'
import { getApiKey, revokeApiKey } from '../../store/merchant/api-keys.ts'
import type { ApiKeyRow } from '../../store/tables.ts'
import { changeRecorded } from '../audit/change.ts'
import { invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'

export interface ApiKeyRevokeInput {
  readonly apiKeyId: string
  /** True: revokes the key even if it is the key of this request. */
  readonly evenIfCurrent?: boolean | null | undefined
}

/** Revokes a key permanently. A key that was revoked before does not change. */
export async function apiKeyRevoke(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  caller: Pick<Caller, 'tenant' | 'actor' | 'mutation'>,
  { apiKeyId, evenIfCurrent }: ApiKeyRevokeInput,
): Promise<Result<{ readonly apiKey: ApiKeyRow }, 'NOT_FOUND' | 'INVALID_STATE'>> {
  const { tenant, actor } = caller
  const now = clock.now()
  if (apiKeyId === actor && evenIfCurrent !== true) {
    const current = await getApiKey(database, tenant, apiKeyId)
    if (current === undefined) return notFound('key', apiKeyId)
    return invalidState(
      apiKeyStatus(current, now),
      'This is the key that your request uses. Use another key, or set evenIfCurrent to true.',
    )
  }
  const apiKey = await changeRecorded(database, caller, {
    change: sql => revokeApiKey(sql, tenant, apiKeyId, now),
    changed: row => row?.id,
  })
  return apiKey === undefined ? notFound('key', apiKeyId) : succeed({ apiKey })
}
