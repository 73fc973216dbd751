import { type AgreementState, openRevocation } from './transition.ts'

/** An event of an agreement that needs an operator's attention. */
export interface AgreementQuestion {
  readonly type: string
  readonly key: string
  /** The purpose of the request whose outcome stayed unknown; null for other questions. */
  readonly purpose: string | null
  readonly at: Date
}

/**
 * True if the current records already decide the question: the unknown outcome is known, or the agreement that was
 * still active at the provider was revoked there. An update never settles a reconciliation break.
 *
 * @param revokedAt When the newest successful revocation was requested; null if there is none.
 */
export function isAnswered(question: AgreementQuestion, state: AgreementState, revokedAt: Date | null): boolean {
  switch (question.type) {
    case 'reconciliation.unsettled':
      return question.purpose === 'AGREEMENT_REVOKE' ? openRevocation(state) === undefined : isDecided(state)
    case 'agreement.contradiction':
      return question.key === 'ACTIVE' && revokedAt !== null && revokedAt >= question.at
    default:
      return false
  }
}

function isDecided({ agreement: { status } }: AgreementState): boolean {
  return status !== 'INITIALIZING' && status !== 'AUTHENTICATION_PENDING'
}
