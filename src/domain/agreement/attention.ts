import { type AgreementState, openRevocation } from './transition.ts'

/** Something about an agreement that asked for a person's attention, as the log keeps it. */
export interface AgreementQuestion {
  readonly type: string
  readonly key: string
  /** What the request was for whose outcome no status query could settle; null for other questions. */
  readonly purpose: string | null
  readonly at: Date
}

/**
 * True if what the records say now leaves nothing to decide: what nobody could find out is known, or what lived on at
 * the provider after its end here was ended there too. A break says that something is not understood: no update answers
 * it.
 *
 * @param revokedAt when the newest revocation that succeeded was asked for; null if none did.
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
