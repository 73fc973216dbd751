import { derivedId } from '../../base/id.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { Deps } from '../command/deps.ts'

// A database that was restored from a backup lacks the newest requests. It computes their ids again from what it still
// has, or gets again from the caller, so the provider refuses a second one, or says what became of the first: see
// docs/decisions/0027. The fingerprints' key never changes, not even when the master key is rotated.

/** The id of the request that a caller's idempotency key makes. A key makes one request at most. */
export function requestIdOfKey(deps: Pick<Deps, 'vault'>, tenant: Tenant, mutation: string, key: string): string {
  return idOf(deps, ['key', tenant.merchantId, tenant.mode, mutation, key])
}

/**
 * The id of the request that charges an occurrence.
 *
 * @param tryNumber Counted from 1.
 */
export function requestIdOfTry(
  deps: Pick<Deps, 'vault'>,
  { scheduleId, index }: { readonly scheduleId: string; readonly index: number },
  tryNumber: number,
): string {
  return idOf(deps, ['try', scheduleId, index, tryNumber])
}

function idOf({ vault }: Pick<Deps, 'vault'>, name: readonly (string | number)[]): string {
  return derivedId('providerRequest', vault.mac('fingerprint', `provider-request ${JSON.stringify(name)}`))
}
