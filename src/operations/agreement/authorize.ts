import { giveInstrument, moveAgreement } from '../../domain/agreement/transition.ts'
import { moveOperation, resumeAuthorization } from '../../domain/charge/transition.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { newInstrument } from '../../store/agreement/instruments.ts'
import {
  agreementWrites,
  type LoadedAgreement,
  type LoadedWithCharge,
  loadAgreementWithCharge,
} from '../../store/agreement/repository.ts'
import { chargeWrites } from '../../store/charge/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { findProviderRequest } from '../../store/provider-request/find.ts'
import { creationRequestId } from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { commit } from '../../store/sql/write.ts'
import type { Deps } from '../command/deps.ts'
import { addressOfConsumer } from '../consumer/details.ts'
import { type RecordedRequest, recordRequest } from '../provider-request/record.ts'
import { failureOf } from '../provider-request/refusal-failure.ts'
import { clientIpOf, creationCommand } from './new.ts'

export interface Authorizing {
  readonly tenant: Tenant
  readonly agreementId: string
  readonly provider: Provider
  /** What the consumer entered on the provider's page. */
  readonly instrument: InstrumentReport
  /** The address from which the consumer's browser connects. */
  readonly ip: string | null
}

/**
 * Records the one provider request that creates the agreement, and the charge made with it, with the means of payment
 * that the consumer has given. Nothing is sent before that. Undefined if there is nothing to send: the request was
 * recorded before (a browser can return several times), the agreement has ended, or the provider does not accept the
 * amount with this card. In the last case the agreement becomes FAILED, with a message that says what to request
 * instead.
 */
export async function agreementAuthorize(deps: Deps, authorizing: Authorizing): Promise<RecordedRequest | undefined> {
  const { tenant, agreementId } = authorizing
  const providerRequest = await deps.database.transaction(
    async sql => {
      const loaded = await loadAgreementWithCharge(sql, tenant, agreementId)
      const now = deps.clock.now()
      if (loaded === undefined || !(await awaited(sql, loaded.agreement, now))) return undefined
      return record(deps, sql, { ...loaded, authorizing, now })
    },
    { locks: [aggregateLock('agreement', agreementId)] },
  )
  deps.tail.wake()
  return providerRequest
}

async function awaited(sql: Transaction, { row }: LoadedAgreement, now: Date): Promise<boolean> {
  if (row.status !== 'AUTHENTICATION_PENDING' || row.revokeRequestedAt !== null) return false
  if (row.endsAt !== null && row.endsAt <= now) return false
  return (await findProviderRequest(sql, creationRequestId(row.id))) === undefined
}

interface Recording extends LoadedWithCharge {
  readonly authorizing: Authorizing
  readonly now: Date
}

async function record(deps: Deps, sql: Transaction, recording: Recording): Promise<RecordedRequest | undefined> {
  const { authorizing, agreement: loaded, first, now } = recording
  const { tenant, provider, instrument } = authorizing
  const { row } = loaded
  const given = row.encryptedClientIp && deps.vault.decrypt(clientIpOf(row), loaded.consumer, row.encryptedClientIp)
  const providerRequestId = creationRequestId(row.id)
  const prepared = provider.prepare(
    creationCommand(deps, row, {
      consumer: loaded.consumer,
      authenticationTypes: [],
      initialCharge: first?.row ?? null,
      providerRequestId,
      client: { ip: addressOfConsumer(authorizing.ip, given), userAgent: null },
      instrument,
    }),
  )
  const cause = { source: 'PROVIDER_RESPONSE', actor: 'browser', now } as const
  if (!prepared.ok) return fail(sql, recording, cause, failureOf(prepared.error))
  const authorization = first?.operations.find(({ kind }) => kind === 'AUTHORIZATION')
  const held = newInstrument(deps.vault, loaded, instrument, now)
  const agreement = await agreementWrites(sql, loaded, giveInstrument(loaded.state), cause, {
    columns: { instrumentId: held.id, encryptedClientIp: null },
  })
  const charge =
    first &&
    authorization &&
    (await chargeWrites(sql, first, resumeAuthorization(first.state, authorization.id), cause))
  const providerRequest: RecordedRequest = {
    id: providerRequestId,
    provider,
    request: prepared.request,
    consumer: loaded.consumer,
    target: {
      tenant,
      provider: row.provider,
      providerAccountId: row.providerAccountId,
      purpose: 'AGREEMENT_CREATE',
      agreementId: row.id,
      chargeId: first?.row.id ?? null,
      operationId: authorization?.id ?? null,
    },
  }
  await commit(sql, [
    held.write,
    ...agreement.writes,
    ...(charge?.writes ?? []),
    recordRequest(deps, providerRequest, now),
  ])
  return providerRequest
}

/** The gateway decided this before anything was sent, so it is certain: both fail, with the reason. */
async function fail(
  sql: Transaction,
  { agreement: loaded, first }: Recording,
  cause: Cause,
  failure: Failure,
): Promise<undefined> {
  const agreement = await agreementWrites(sql, loaded, moveAgreement(loaded.state, 'FAILED', { failure }), cause)
  const authorization = first?.operations.find(({ kind }) => kind === 'AUTHORIZATION')
  const charge =
    first && authorization
      ? await chargeWrites(
          sql,
          first,
          moveOperation(first.state, authorization.id, { status: 'FAILED', failure }),
          cause,
        )
      : undefined
  await commit(sql, [...agreement.writes, ...(charge?.writes ?? [])])
}
