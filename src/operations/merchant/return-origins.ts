import { type Result, succeed } from '../../domain/input/user-error.ts'
import { readReturnOrigins } from '../../domain/merchant/return-origins.ts'
import { returnOriginsWrite } from '../../store/merchant/return-origins.ts'
import { write } from '../../store/sql/write.ts'
import { changeRecorded } from '../audit/change.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'

interface ReturnOriginsUpdated {
  readonly origins: readonly string[]
}

/**
 * Replaces the origins that returnUrl may have, in the caller's mode. Existing agreements and charges are not affected.
 */
export async function returnOriginsUpdate(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  caller: Pick<Caller, 'tenant' | 'mutation'>,
  input: { readonly origins: readonly string[] },
): Promise<Result<ReturnOriginsUpdated, 'INVALID_INPUT'>> {
  const { tenant } = caller
  const read = readReturnOrigins(input.origins, tenant.mode)
  if (!read.ok) return read
  await changeRecorded(database, caller, {
    change: sql => write(sql, [returnOriginsWrite(tenant, read.origins, clock.now())]),
    changed: () => tenant.merchantId,
  })
  return succeed({ origins: read.origins })
}
