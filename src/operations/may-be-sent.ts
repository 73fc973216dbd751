import type { AttemptTarget } from '../store/attempts.ts'
import { findAgreement } from '../store/find-rows.ts'
import type { Deps } from './deps.ts'

/** From a request to revoke on nothing new is charged: neither a first time late, nor again. */
export async function mayBeSent({ database }: Pick<Deps, 'database'>, target: AttemptTarget): Promise<boolean> {
  const { purpose, tenant, agreementId } = target
  if (purpose !== 'CHARGE_CREATE' && purpose !== 'AGREEMENT_CREATE') return true
  const agreement = await findAgreement(database, tenant, agreementId)
  if (agreement === undefined || agreement.revokeRequestedAt !== null) return false
  return agreement.status === (purpose === 'CHARGE_CREATE' ? 'ACTIVE' : 'INITIALIZING')
}
