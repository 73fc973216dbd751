import { type Result, succeed } from '../../domain/input/user-error.ts'
import { retireAccount } from '../../store/provider-account/repository.ts'
import type { ProviderAccountRow } from '../../store/tables.ts'
import { changeRecorded } from '../audit/change.ts'
import { notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'

export interface ProviderAccountRetireInput {
  readonly providerAccountId: string
}

/**
 * Retires an account: no new agreement or charge is made on it. Existing ones can still be captured, refunded, voided,
 * revoked and queried.
 */
export async function providerAccountRetire(
  { database, clock, providers }: Pick<Deps, 'database' | 'clock' | 'providers'>,
  caller: Pick<Caller, 'tenant' | 'mutation'>,
  { providerAccountId }: ProviderAccountRetireInput,
): Promise<Result<{ readonly providerAccount: ProviderAccountRow }, 'NOT_FOUND'>> {
  const providerAccount = await changeRecorded(database, caller, {
    change: sql => retireAccount(sql, caller.tenant, providerAccountId, clock.now()),
    changed: row => row?.id,
  })
  if (providerAccount === undefined) return notFound('provider account', providerAccountId)
  await providers.refresh()
  return succeed({ providerAccount })
}
