import type { AgreementStatus } from '../enums.ts'

/** From each status, where it may go. Terminal ones go nowhere. EXPIRED is the gateway's own decision. */
const next: Readonly<Record<AgreementStatus, readonly AgreementStatus[]>> = {
  INITIALIZING: [
    'AUTHENTICATION_PENDING',
    'AUTHORIZATION_PROCESSING',
    'ACTIVE',
    'FAILED',
    'REVOKED_BY_CONSUMER',
    'REVOKED_BY_MERCHANT',
    'REVOKED_BY_PROVIDER',
  ],
  AUTHENTICATION_PENDING: [
    'AUTHORIZATION_PROCESSING',
    'ACTIVE',
    'FAILED',
    'EXPIRED',
    'REVOKED_BY_CONSUMER',
    'REVOKED_BY_MERCHANT',
    'REVOKED_BY_PROVIDER',
  ],
  // Back to AUTHENTICATION_PENDING is left out: a provider's late word about an earlier step would look the same.
  AUTHORIZATION_PROCESSING: [
    'ACTIVE',
    'FAILED',
    'EXPIRED',
    'REVOKED_BY_CONSUMER',
    'REVOKED_BY_MERCHANT',
    'REVOKED_BY_PROVIDER',
  ],
  ACTIVE: ['EXPIRED', 'REVOKED_BY_CONSUMER', 'REVOKED_BY_MERCHANT', 'REVOKED_BY_PROVIDER'],
  REVOKED_BY_CONSUMER: [],
  REVOKED_BY_MERCHANT: [],
  REVOKED_BY_PROVIDER: [],
  EXPIRED: [],
  FAILED: [],
}

/** How far along a status is: update of an earlier one than the present is old. */
const stage: Readonly<Record<AgreementStatus, number>> = {
  INITIALIZING: 0,
  AUTHENTICATION_PENDING: 1,
  AUTHORIZATION_PROCESSING: 2,
  ACTIVE: 3,
  REVOKED_BY_CONSUMER: 4,
  REVOKED_BY_MERCHANT: 4,
  REVOKED_BY_PROVIDER: 4,
  EXPIRED: 4,
  FAILED: 4,
}

/** What update of a status means: a step forward, nothing (the same, or old), or something that cannot be true. */
type StatusUpdate = 'step' | 'old' | 'contradiction'

export function judgeAgreementUpdate(present: AgreementStatus, reported: AgreementStatus): StatusUpdate {
  if (present === reported) return 'old'
  if (next[present].includes(reported)) return 'step'
  // What failed was never active: the provider would charge what we hold to be ended.
  if (present === 'FAILED' && reported === 'ACTIVE') return 'contradiction'
  // Ended is ended: the gateway's own end and the provider's may cross.
  if (endedByUs.has(present) || endedByUs.has(reported)) return 'old'
  return stage[reported] < stage[present] ? 'old' : 'contradiction'
}

const endedByUs: ReadonlySet<AgreementStatus> = new Set(['FAILED', 'EXPIRED'])

/** True while it is not known whether the agreement comes about. */
export function isUndecidedAgreement(status: AgreementStatus): boolean {
  return stage[status] < stage.ACTIVE
}

/** True once no further change of status can happen. */
export function isTerminalAgreement(status: AgreementStatus): boolean {
  return next[status].length === 0
}
