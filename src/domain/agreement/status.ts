import type { AgreementStatus } from '../enums.ts'

/** The allowed next statuses. Terminal statuses have none. EXPIRED is the gateway's decision. */
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
  // Not back to AUTHENTICATION_PENDING: a late update about an earlier step would look the same.
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

/** The stage of each status. An update with an earlier stage is old. */
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

/** What an updated status means: a step forward, nothing new, or a contradiction. */
type StatusUpdate = 'step' | 'old' | 'contradiction'

export function judgeAgreementUpdate(present: AgreementStatus, reported: AgreementStatus): StatusUpdate {
  if (present === reported) return 'old'
  if (next[present].includes(reported)) return 'step'
  // A failed agreement was never active here, but the provider would still charge it.
  if (present === 'FAILED' && reported === 'ACTIVE') return 'contradiction'
  // The agreement has ended in either case: the gateway and the provider can end it at the same time.
  if (endedByUs.has(present) || endedByUs.has(reported)) return 'old'
  return stage[reported] < stage[present] ? 'old' : 'contradiction'
}

const endedByUs: ReadonlySet<AgreementStatus> = new Set(['FAILED', 'EXPIRED'])

/** True until it is known whether the agreement becomes active. */
export function isUndecidedAgreement(status: AgreementStatus): boolean {
  return stage[status] < stage.ACTIVE
}

/** True if the status can no longer change. */
export function isTerminalAgreement(status: AgreementStatus): boolean {
  return next[status].length === 0
}

/** The reason why an agreement allows no new charges, as its schedules state it. Undefined if it has not ended. */
export function endOf({
  status,
  revokeRequestedAt,
}: {
  readonly status: AgreementStatus
  readonly revokeRequestedAt: Date | null
}): string | undefined {
  if (isTerminalAgreement(status)) return `AGREEMENT_${status}`
  return revokeRequestedAt === null ? undefined : 'AGREEMENT_REVOKED_BY_MERCHANT'
}
