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
import type { Result, UserError } from '../../domain/input/user-error.ts'
import { openToken } from '../../store/agreement/instruments.ts'
import { agreementWrites, type LoadedWithCharge, loadAgreementWithCharge } from '../../store/agreement/repository.ts'
import { chargeWrites, type LoadedCharge } from '../../store/charge/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { wakeRevocation } from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Sql } from '../../store/sql/database.ts'
import { findAgreement, findRevocation, mustFind } from '../../store/sql/find-rows.ts'
import type { Write } from '../../store/sql/write.ts'
import type { AgreementRow, RevocationRow } from '../../store/tables.ts'
import { cursorOf, invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { AgreementRevokeInput } from '../command/inputs.ts'
import { type Deciding, type Recorded, type Refused, runCommand } from '../command/run.ts'
import { leasedForSending } from '../provider-request/lease.ts'
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

/** Ends an agreement. From this request on no new charge is made, whatever the provider answers. */
export function agreementRevoke(
  deps: Deps,
  caller: Caller,
  input: AgreementRevokeInput,
): Promise<Result<AgreementRevoked, Refusals>> {
  const { database } = deps
  const { tenant } = caller
  const { agreementId } = input
  return runCommand<LoadedWithCharge | undefined, Refusal, AgreementRevoked>(deps, caller, {
    locks: [aggregateLock('agreement', agreementId)],
    load: sql => loadAgreementWithCharge(sql, tenant, agreementId),
    decide: async (loaded, at) =>
      loaded ? decide(deps, caller, input, loaded, at) : notFound('agreement', agreementId),
    answer: async ({ id }) => {
      const agreement = await mustFind(findAgreement(database, tenant, agreementId))
      const revocation = await mustFind(findRevocation(database, tenant, id))
      return { agreement, revocation, eventCursor: cursorOf(deps, caller, agreement) }
    },
  })
}

/** Creates the revocation request, unless the agreement is revoked already or a revocation is in progress. */
async function decide(
  deps: Deps,
  caller: Caller,
  input: AgreementRevokeInput,
  { agreement: loaded, first }: LoadedWithCharge,
  { sql, cause }: Deciding,
): Promise<Recorded | Refused<Refusal>> {
  const { row, state, revocations, instrument, consumer } = loaded
  const underWay = openRevocation(state)
  if (underWay) {
    await wakeRevocation(sql, underWay.id, cause.now)
    return { ok: true, id: underWay.id, writes: [] }
  }
  const latest = revocations.at(-1)
  const isRevoked = row.status === 'REVOKED_BY_MERCHANT'
  if (isRevoked && latest) return { ok: true, id: latest.id, writes: [] }
  if (isTerminalAgreement(row.status) && !isRevoked)
    return invalidState(row.status, `The agreement is ${row.status} and has already ended. There is nothing to revoke.`)
  const id = newId('revocation', cause.now)
  const requestedBy = input.requestedBy ?? 'MERCHANT'
  const ends = row.status === 'ACTIVE' || isRevoked ? null : ({ status: 'FAILED', failure: canceled } as const)
  const asked = requestRevocation(state, { id, status: 'PROCESSING', failure: null, requestedBy }, ends)
  const reason = reasonOf(input.reason)
  const columns = { revokeRequestedAt: row.revokeRequestedAt ?? cause.now }
  const save = async (changed: AgreementState) => [
    ...(await agreementWrites(sql, loaded, changed, cause, { reason, columns })).writes,
    ...(ends && first ? await discardUnsent(sql, first, cause) : []),
  ]
  // There is nothing to send: the provider has revoked the agreement already, or has never named an id for it.
  if (isRevoked || row.providerReference === null)
    return { ok: true, id, writes: await save(moveRevocation(asked, 'SUCCEEDED')) }
  const usable = usableProvider(deps, caller, row)
  if (!usable.ok) return usable
  const { write, providerRequest } = revocationRequest(deps, usable.provider, {
    tenant: caller.tenant,
    agreementId: row.id,
    providerAccountId: row.providerAccountId,
    consumer,
    agreementReference: row.providerReference,
    token: instrument && openToken(deps.vault, consumer, instrument),
    revocationId: id,
    reason,
    times: leasedForSending(deps, cause.now),
  })
  return { ok: true, id, writes: [...(await save(asked)), write], providerRequest }
}

/** Discards an initial charge for which nothing was sent, because its consumer has entered nothing yet. */
async function discardUnsent(sql: Sql, first: LoadedCharge, cause: Cause): Promise<readonly Write[]> {
  const waiting = first.operations.find(({ kind, status }) => kind === 'AUTHORIZATION' && status === 'PENDING')
  if (waiting === undefined || waiting.providerRequestId !== null) return []
  const state = moveOperation(first.state, waiting.id, { status: 'FAILED', failure: discarded })
  return (await chargeWrites(sql, first, state, cause)).writes
}
