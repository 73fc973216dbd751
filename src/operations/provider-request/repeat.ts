import { chargeAmounts } from '../../domain/charge/amounts.ts'
import type { RequestPurpose } from '../../domain/enums.ts'
import type { Repeatability } from '../../domain/provider-request/status-query-plan.ts'
import type { Provider, ProviderCommand } from '../../providers/port/provider.ts'
import { targetOf } from '../../store/provider-request/repository.ts'
import { operationsOfCharges } from '../../store/reads/operations-of-charges.ts'
import type { ProviderRequestRow } from '../../store/tables/provider-request.ts'
import type { Deps } from '../command/deps.ts'

const verbs: Readonly<Record<RequestPurpose, ProviderCommand['verb']>> = {
  AGREEMENT_CREATE: 'createAgreement',
  AGREEMENT_REVOKE: 'revokeAgreement',
  CHARGE_CREATE: 'createCharge',
  CAPTURE: 'capture',
  REFUND: 'refund',
  VOID: 'void',
}

/** Whether a provider request's request, sent a second time, could be done a second time. */
export async function repeatabilityOf(
  deps: Deps,
  providerRequest: ProviderRequestRow,
  provider: Pick<Provider, 'idempotencySupport'>,
): Promise<Repeatability> {
  // To revoke twice is to revoke once: no key has to be remembered for it.
  if (providerRequest.purpose === 'AGREEMENT_REVOKE') return { safe: true, rememberedMs: null }
  const { safeVerbs, rememberedMs } = provider.idempotencySupport
  if (safeVerbs.includes(verbs[providerRequest.purpose])) return { safe: true, rememberedMs }
  return {
    safe: await leavesNoRoom(deps, providerRequest),
    rememberedMs: null,
  }
}

/**
 * True if a capture takes more than it would leave: a second one would exceed the authorized amount, and the provider refuses
 * it. Open operations do not count: they can still fail.
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
