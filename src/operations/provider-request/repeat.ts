import { chargeAmounts } from '../../domain/charge/amounts.ts'
import type { RequestPurpose } from '../../domain/enums.ts'
import type { Repeatability } from '../../domain/provider-request/status-query-plan.ts'
import type { Provider, ProviderCommand } from '../../providers/port/provider.ts'
import { targetOf } from '../../store/provider-request/repository.ts'
import { operationsOfCharges } from '../../store/reads/operations-of-charges.ts'
import type { ProviderRequestRow } from '../../store/tables.ts'
import type { Deps } from '../command/deps.ts'

const verbs: Readonly<Record<RequestPurpose, ProviderCommand['verb']>> = {
  AGREEMENT_CREATE: 'createAgreement',
  AGREEMENT_REVOKE: 'revokeAgreement',
  CHARGE_CREATE: 'createCharge',
  CAPTURE: 'capture',
  REFUND: 'refund',
  VOID: 'void',
}

/** Whether the provider could execute a provider request twice if it is sent again. */
export async function repeatabilityOf(
  deps: Deps,
  providerRequest: ProviderRequestRow,
  provider: Pick<Provider, 'idempotencySupport'>,
): Promise<Repeatability> {
  // A second revocation has no effect, so the provider needs to keep no key for it.
  if (providerRequest.purpose === 'AGREEMENT_REVOKE') return { safe: true, rememberedMs: null }
  const { safeVerbs, rememberedMs } = provider.idempotencySupport
  if (safeVerbs.includes(verbs[providerRequest.purpose])) return { safe: true, rememberedMs }
  return {
    safe: await leavesNoRoom(deps, providerRequest),
    rememberedMs: null,
  }
}

/**
 * True if a capture takes more than it would leave. A second one would then exceed the authorized amount, so the
 * provider refuses it. Operations in progress are not subtracted, because they can still fail.
 */
async function leavesNoRoom({ database }: Deps, providerRequest: ProviderRequestRow): Promise<boolean> {
  const target = targetOf(providerRequest)
  if (target.purpose !== 'CAPTURE') return false
  const { tenant, chargeId, operationId } = target
  const operations = await operationsOfCharges(database, tenant, [chargeId])
  const capture = operations.find(({ id }) => id === operationId)
  const { authorized, captured, voided } = chargeAmounts(operations)
  return capture !== undefined && authorized - captured - voided < 2n * capture.amount
}
