import { type Result, succeed } from '../../domain/input/user-error.ts'
import { openRequestsOfCharge, pendingRequestsOfCharge } from '../../store/provider-request/find.ts'
import { insertCall } from '../../store/provider-request/repository.ts'
import { findCharge, mustFind } from '../../store/sql/find-rows.ts'
import { write } from '../../store/sql/write.ts'
import type { ChargeRow, ProviderRequestRow } from '../../store/tables.ts'
import { askAboutAgreement } from '../agreement/query-status.ts'
import { cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ChargeSyncInput } from '../command/inputs.ts'
import { queryRequestStatus, type StatusQueryBy } from '../provider-request/query.ts'
import { usableProvider } from '../provider-request/usable-provider.ts'
import { askAboutCharge } from './query-status.ts'

export interface ChargeSynced {
  readonly charge: ChargeRow
  readonly changed: boolean
  readonly eventCursor: string
}

/**
 * Queries the provider for the charge's state now and applies the answer: what recovery does automatically, on demand.
 */
export async function chargeSync(
  deps: Deps,
  caller: Caller,
  input: ChargeSyncInput,
): Promise<Result<ChargeSynced, 'NOT_FOUND' | 'PROVIDER_UNAVAILABLE'>> {
  const before = await findCharge(deps.database, caller.tenant, input.chargeId)
  if (before === undefined) return notFound('charge', input.chargeId)
  const usable = usableProvider(deps, caller, before)
  if (!usable.ok) return usable
  const by = { source: 'API', actor: caller.actor } as const
  const open = await openRequestsOfCharge(deps.database, caller.tenant, before.id)
  for (const providerRequest of open) await ask(deps, providerRequest, by)
  const pending = await pendingRequestsOfCharge(deps.database, caller.tenant, before.id)
  for (const providerRequest of pending) await queryRequestStatus(deps, providerRequest, by)
  if (open.length + pending.length === 0) await askAboutCharge(deps, caller.tenant, before.id, by)
  // An initial charge and its agreement wait for the same consumer.
  if (before.reason === 'INITIAL') await askAboutAgreement(deps, caller.tenant, before.agreementId, by)
  const charge = await mustFind(findCharge(deps.database, caller.tenant, before.id))
  return succeed({ charge, changed: charge.version > before.version, eventCursor: cursorOf(deps, caller, charge) })
}

/**
 * Queries and applies. Only recovery plans status queries and sends again, so frequent calls neither hurry nor delay
 * it.
 */
async function ask(deps: Deps, providerRequest: ProviderRequestRow, by: StatusQueryBy): Promise<void> {
  const answered = await queryRequestStatus(deps, providerRequest, by)
  if (answered === undefined || answered.found === 'yes') return
  const call = {
    providerRequestId: providerRequest.id,
    verb: 'queryStatus',
    outcome: answered.found,
    record: answered.call,
  } as const
  await write(deps.database, [insertCall({ ...call, at: deps.clock.now() })])
}
