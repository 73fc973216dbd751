import { findProviderRequest } from '../../store/provider-request/find.ts'
import { findAgreement } from '../../store/sql/find-rows.ts'
import type { Deps } from '../command/deps.ts'
import { targetOf } from './target.ts'

/**
 * Whether a recorded provider request may still go out. From a request to revoke on nothing new is charged: neither a first time
 * late, nor again. And what is settled, or was taken over by recovery meanwhile, is no longer its first sender's.
 */
export async function mayBeSent(
  { database }: Pick<Deps, 'database'>,
  providerRequestId: string,
  sending: 'first' | 'again',
): Promise<boolean> {
  const providerRequest = await findProviderRequest(database, providerRequestId)
  if (providerRequest === undefined || providerRequest.state === 'SETTLED') return false
  if (sending === 'first' && providerRequest.state !== 'SENDING') return false
  const { purpose, tenant, agreementId } = targetOf(providerRequest)
  if (purpose !== 'CHARGE_CREATE' && purpose !== 'AGREEMENT_CREATE') return true
  const agreement = await findAgreement(database, tenant, agreementId)
  if (agreement === undefined || agreement.revokeRequestedAt !== null) return false
  if (purpose === 'CHARGE_CREATE') return agreement.status === 'ACTIVE'
  // While it waits for its consumer it has been asked for, or is about to be with what they gave.
  return agreement.status === 'INITIALIZING' || agreement.status === 'AUTHENTICATION_PENDING'
}
