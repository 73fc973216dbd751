import type { KeyHolder } from '../../base/encryption.ts'
import { newId } from '../../base/id.ts'
import { type AgreementStates, openRevocation, requestRevocation } from '../../domain/agreement/transition.ts'
import { note } from '../../domain/charge/transition.ts'
import { authenticationPageLost, authenticationTimeout } from '../../domain/decline/failure.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { openToken } from '../../store/agreement/instruments.ts'
import type { LoadedAgreement } from '../../store/agreement/repository.ts'
import { newProviderRequestId, type SendingTimes } from '../../store/provider-request/repository.ts'
import type { Write } from '../../store/sql/write.ts'
import type { Deps } from '../command/deps.ts'
import { leftToRecovery } from '../provider-request/lease.ts'
import { type RecordedRequest, recordRequest } from '../provider-request/record.ts'

export interface RevocationRequest {
  readonly tenant: Tenant
  readonly agreementId: string
  /** The account on which the agreement was made. */
  readonly providerAccountId: string | null
  readonly consumer: KeyHolder
  /** The provider's id of the agreement. */
  readonly agreementReference: string
  /** The instrument's token. Null if the provider named none. */
  readonly token: string | null
  readonly revocationId: string
  readonly reason: string | null
  readonly times: SendingTimes
}

/** The provider request for a revocation, to be recorded together with the revocation. */
export function revocationRequest(
  deps: Pick<Deps, 'vault' | 'realTime'>,
  provider: Provider,
  request: RevocationRequest,
): { readonly write: Write; readonly providerRequest: RecordedRequest } {
  const { tenant, agreementId, providerAccountId, consumer, agreementReference, token } = request
  const { revocationId, reason, times } = request
  const id = newProviderRequestId(times.now)
  const command = { verb: 'revokeAgreement', agreementReference, token, reason } as const
  const prepared = provider.prepare({ ...command, providerKey: id, sentReference: id })
  // Only the reason comes from the caller, and the mutation accepts any text.
  if (!prepared.ok) throw new Error('a revocation cannot be prepared')
  const account = { provider: provider.code, providerAccountId }
  const target = { tenant, ...account, purpose: 'AGREEMENT_REVOKE', agreementId, revocationId } as const
  const providerRequest = { id, target, provider, request: prepared.request, consumer }
  return { write: recordRequest(deps, providerRequest, times.now, times), providerRequest }
}

function chargeOfEnded(revocationId: string) {
  return { type: 'charge.agreement_ended', key: revocationId, data: { revocationId }, needsAttention: true } as const
}

/** Failure codes of agreements that the gateway ended before it knew their outcome at the provider. */
const endedUnseen: ReadonlySet<string> = new Set([
  'CREATION_LOST',
  'REVOKED_BEFORE_ACTIVE',
  'RESOLVED_AS_FAILED',
  authenticationTimeout.code,
  authenticationPageLost.code,
])

export interface LateRevocation {
  readonly records: AgreementStates
  readonly write: Write
}

/**
 * Revokes an agreement that the gateway had ended but that is ACTIVE at the provider, because the consumer must not be
 * charged under it. Recovery sends the request, as after a lost response to a revocation: it queries the agreement, then
 * sends. Undefined if the agreement is not such a case.
 */
export function lateRevocation(
  deps: Deps,
  { row, state, instrument, consumer }: LoadedAgreement,
  after: AgreementStates,
  now: Date,
): LateRevocation | undefined {
  const reference = after.agreement.agreement.providerReference
  const showedUp = after.agreement.notes.some(({ type, key }) => type === 'agreement.contradiction' && key === 'ACTIVE')
  const endedAs = row.failure?.code ?? ''
  if (!showedUp || reference === null || !endedUnseen.has(endedAs) || openRevocation(state)) return undefined
  // The same update may arrive several times: an agreement that was revoked is not revoked again. If it was revoked
  // before the provider's id was known, that first revocation sent no request, so one more is needed.
  const done = state.revocations.filter(({ status }) => status === 'SUCCEEDED').length
  if (done > (endedAs === 'REVOKED_BEFORE_ACTIVE' ? 1 : 0)) return undefined
  const provider = deps.providers.find(row.provider, row.providerAccountId)
  if (provider === undefined) return undefined
  const requestedBy = 'MERCHANT'
  const revocation = { id: newId('revocation', now), status: 'PROCESSING', failure: null, requestedBy } as const
  const { write } = revocationRequest(deps, provider, {
    tenant: { merchantId: row.merchantId, mode: row.mode },
    agreementId: row.id,
    providerAccountId: row.providerAccountId,
    consumer,
    agreementReference: reference,
    token: after.instrument?.token ?? (instrument && openToken(deps.vault, consumer, instrument)),
    revocationId: revocation.id,
    reason: null,
    times: leftToRecovery(now),
  })
  return {
    records: {
      ...after,
      agreement: requestRevocation(after.agreement, revocation, null),
      // The charge may have been paid in the same step. Whether to refund it is for a person to decide.
      initialCharge: after.initialCharge && note(after.initialCharge, chargeOfEnded(revocation.id)),
    },
    write,
  }
}
