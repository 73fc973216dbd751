import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import type { AgreementRow } from '../../store/tables/agreement.ts'

/** Why nothing new is charged under an agreement, as its schedules say it; undefined where it has not ended. */
export function endOf({ status, revokeRequestedAt }: Pick<AgreementRow, 'status' | 'revokeRequestedAt'>) {
  if (isTerminalAgreement(status)) return `AGREEMENT_${status}`
  return revokeRequestedAt === null ? undefined : 'AGREEMENT_REVOKED_BY_MERCHANT'
}
