import { newId } from '../../base/id.ts'
import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import {
  type AgreementState,
  moveRevocation,
  openRevocation,
  requestRevocation,
} from '../../domain/agreement/transition.ts'
import { moveOperation } from '../../domain/charge/transition.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import { reasonOf } from '../../domain/input/reason.ts'
import { type Result, succeed, type UserError } from '../../domain/input/user-error.ts'
import { openToken } from '../../store/agreement/instruments.ts'
import { initialChargeId } from '../../store/agreement/parts.ts'
import { agreementWrites, type LoadedAgreement, lockAgreement } from '../../store/agreement/repository.ts'
import { chargeWrites, type LoadedCharge, lockCharge } from '../../store/charge/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { wakeRevocation } from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Sql, Transaction } from '../../store/sql/database.ts'
import { findAgreement, findRevocation, mustFind } from '../../store/sql/find-rows.ts'
import { type Write, write } from '../../store/sql/write.ts'
import type { AgreementRow } from '../../store/tables/agreement.ts'
import type { RevocationRow } from '../../store/tables/revocation.ts'
import { cursorOf, invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { AgreementRevokeInput } from '../command/inputs.ts'
import { leasedForSending } from '../provider-request/lease.ts'
import type { RecordedRequest } from '../provider-request/recorded-request.ts'
import { sendAndApply, withinAnswerWait } from '../provider-request/settle.ts'
import { usableProvider } from '../provider-request/usable-provider.ts'
import { revocationRequest } from './revocation-request.ts'

export interface AgreementRevoked {
  readonly agreement: AgreementRow
  readonly revocation: RevocationRow
  readonly eventCursor: string
}

type Refusals = 'NOT_FOUND' | 'INVALID_STATE' | 'PROVIDER_UNAVAILABLE'
type Refusal = Extract<UserError, { code: Refusals }>

const discarded: Failure = {
  kind: 'CANCELED',
  code: 'DISCARDED_BY_MERCHANT',
  advice: 'NEW_AGREEMENT',
  message: 'The agreement was revoked before any request for the charge was sent.',
}

const canceled: Failure = {
  kind: 'CANCELED',
  code: 'REVOKED_BEFORE_ACTIVE',
  advice: 'NEW_AGREEMENT',
  message: 'The agreement was revoked before the consumer agreed to it.',
}

/** Ends an agreement. From the request on nothing new is charged, whatever the provider answers. */
export async function agreementRevoke(
  deps: Deps,
  caller: Caller,
  input: AgreementRevokeInput,
): Promise<Result<AgreementRevoked, Refusals>> {
  const now = deps.clock.now()
  const result = await deps.database.transaction(sql => request(deps, caller, input, { sql, now }), {
    locks: [aggregateLock('agreement', input.agreementId)],
  })
  if ('refused' in result) return { ok: false, error: result.refused }
  deps.tail.wake()
  const { providerRequest } = result
  if (providerRequest) await withinAnswerWait(deps, 'revocation', () => sendAndApply(deps, providerRequest))
  const agreement = await mustFind(findAgreement(deps.database, caller.tenant, input.agreementId))
  const revocation = await mustFind(findRevocation(deps.database, caller.tenant, result.revocationId))
  return succeed({ agreement, revocation, eventCursor: cursorOf(deps, caller, agreement) })
}

type Requested = { revocationId: string; providerRequest: RecordedRequest | undefined } | { refused: Refusal }

/** One transaction: locks the agreement, writes the request, unless the state asked for is reached or under way. */
async function request(
  deps: Deps,
  caller: Caller,
  input: AgreementRevokeInput,
  { sql, now }: { sql: Transaction; now: Date },
): Promise<Requested> {
  // Both locks before either row: a transaction that waits must not have an id yet.
  const chargeId = await initialChargeId(sql, caller.tenant, input.agreementId)
  if (chargeId !== undefined) await sql.lock(aggregateLock('charge', chargeId))
  const loaded = await lockAgreement(sql, caller.tenant, input.agreementId)
  if (loaded === undefined) return { refused: notFound('agreement', input.agreementId).error }
  const { row, state } = loaded
  const underWay = openRevocation(state)
  if (underWay) {
    await wakeRevocation(sql, underWay.id, now)
    return { revocationId: underWay.id, providerRequest: undefined }
  }
  const latest = loaded.revocations.at(-1)
  if (row.status === 'REVOKED_BY_MERCHANT' && latest) return { revocationId: latest.id, providerRequest: undefined }
  if (isTerminalAgreement(row.status) && row.status !== 'REVOKED_BY_MERCHANT')
    return {
      refused: invalidState(
        row.status,
        `The agreement is ${row.status} and has already ended. There is nothing to revoke.`,
      ).error,
    }
  const requestedBy = input.requestedBy ?? 'MERCHANT'
  const revocation = { id: newId('revocation', now), status: 'PROCESSING', failure: null, requestedBy } as const
  const ends =
    row.status === 'ACTIVE' || row.status === 'REVOKED_BY_MERCHANT'
      ? null
      : ({ status: 'FAILED', failure: canceled } as const)
  const asked = requestRevocation(state, revocation, ends)
  const first = chargeId === undefined || ends === null ? undefined : await lockCharge(sql, caller.tenant, chargeId)
  const dropped = first ? await discardUnsent(sql, first, { source: 'API', actor: caller.actor, now }) : []
  // Nothing to ask the provider: it has ended it already, or has never named it.
  if (row.status === 'REVOKED_BY_MERCHANT' || row.providerReference === null)
    return save(sql, loaded, moveRevocation(asked, 'SUCCEEDED'), { caller, input, now, extra: dropped }, undefined)
  const usable = usableProvider(deps, caller, row.provider)
  if (!usable.ok) return { refused: usable.error }
  const recorded = revocationRequest(deps, usable.provider, {
    tenant: caller.tenant,
    agreementId: row.id,
    agreementReference: row.providerReference,
    token: loaded.instrument && openToken(deps.vault, loaded.instrument),
    revocationId: revocation.id,
    reason: reasonOf(input.reason),
    times: leasedForSending(deps, now),
  })
  return save(sql, loaded, asked, { caller, input, now, extra: [...dropped, recorded.write] }, recorded.providerRequest)
}

/** A first charge that waits for a consumer who has given nothing yet, so that nothing was sent for it: there will be none. */
async function discardUnsent(sql: Sql, first: LoadedCharge, cause: Cause): Promise<readonly Write[]> {
  const waiting = first.operations.find(({ kind, status }) => kind === 'AUTHORIZATION' && status === 'PENDING')
  if (waiting === undefined || waiting.providerRequestId !== null) return []
  const state = moveOperation(first.state, waiting.id, { status: 'FAILED', failure: discarded })
  return (await chargeWrites(sql, first, state, cause)).writes
}

async function save(
  sql: Sql,
  loaded: LoadedAgreement,
  state: AgreementState,
  { caller, input, now, extra }: { caller: Caller; input: AgreementRevokeInput; now: Date; extra: readonly Write[] },
  providerRequest: RecordedRequest | undefined,
): Promise<Requested> {
  const cause = { source: 'API', actor: caller.actor, now } as const
  const given = { reason: reasonOf(input.reason), columns: { revokeRequestedAt: loaded.row.revokeRequestedAt ?? now } }
  const { writes } = await agreementWrites(sql, loaded, state, cause, given)
  await write(sql, [...writes, ...extra])
  const revocationId = state.revocations.at(-1)?.id
  if (revocationId === undefined) throw new Error('a request to revoke was not recorded')
  return { revocationId, providerRequest }
}
