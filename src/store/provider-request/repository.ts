import type { KeyHolder, Vault } from '../../base/encryption.ts'
import { idPrefixes, newId } from '../../base/id.ts'
import type { ProviderCode, Tenant } from '../../domain/enums.ts'
import type { CallRecord } from '../../providers/port/outcome.ts'
import type { ProviderRequest } from '../../providers/port/provider.ts'
import type { NewRow } from '../sql/columns.ts'
import { type Sql, statement } from '../sql/database.ts'
import { counted, countLimit, insert, type Write } from '../sql/write.ts'
import { type ProviderRequestRow, providerCalls, providerRequests, type RequestState } from '../tables.ts'

/** The purpose of a provider request: the aggregate that it changes, and the operation or revocation of it. */
export type RequestTarget = {
  readonly tenant: Tenant
  readonly provider: ProviderCode
  /** The account with which it is sent, every time. Null: the account from the environment's variables. */
  readonly providerAccountId: string | null
  readonly agreementId: string
} & (
  | {
      readonly purpose: 'AGREEMENT_CREATE'
      /** The charge that is made with the agreement; null if there is none. */
      readonly chargeId: string | null
      readonly operationId: string | null
    }
  | { readonly purpose: 'AGREEMENT_REVOKE'; readonly revocationId: string }
  | {
      readonly purpose: 'CHARGE_CREATE' | 'CAPTURE' | 'REFUND' | 'VOID'
      readonly chargeId: string
      readonly operationId: string
    }
)

/** The purpose of a stored provider request. */
export function targetOf(row: ProviderRequestRow): RequestTarget {
  const {
    id,
    merchantId,
    mode,
    provider,
    providerAccountId,
    purpose,
    agreementId,
    chargeId,
    operationId,
    revocationId,
  } = row
  const shared = { tenant: { merchantId, mode }, provider, providerAccountId, agreementId }
  if (purpose === 'AGREEMENT_CREATE') return { ...shared, purpose, chargeId, operationId }
  if (purpose === 'AGREEMENT_REVOKE' && revocationId !== null) return { ...shared, purpose, revocationId }
  if (purpose !== 'AGREEMENT_REVOKE' && chargeId !== null && operationId !== null)
    return { ...shared, purpose, chargeId, operationId }
  throw new Error(`provider request ${id} lacks the ids that its purpose ${purpose} requires`)
}

/** Created before the request's content, which contains it as idempotency key and reference. */
export function newProviderRequestId(now: Date): string {
  return newId('providerRequest', now)
}

/**
 * The id of the provider request that will create an agreement after the consumer has visited the provider's page. It
 * is derived from the agreement's id, so the page has it before, and a browser that returns several times causes only
 * one request.
 */
export function creationRequestId(agreementId: string): string {
  return agreementId.replace(/^[a-z]+_/, `${idPrefixes.providerRequest}_`)
}

/** The agreement that `creationRequestId` derives this id from, whether or not anything was sent yet. */
export function createdAgreementId(providerRequestId: string): string {
  return providerRequestId.replace(/^[a-z]+_/, `${idPrefixes.agreement}_`)
}

export interface SendingTimes {
  readonly now: Date
  /** When recovery queries its status, unless a process has a lease on it then. */
  readonly nextStatusQueryAt: Date
  /** The end of the sending process's lease, in real time. Null if no process sends it. */
  readonly leaseUntil: Date | null
}

export interface NewProviderRequest {
  readonly id: string
  readonly target: RequestTarget
  readonly request: ProviderRequest
  /** The consumer whose data the request contains. */
  readonly consumer: KeyHolder
}

const COLUMN = 'provider_requests.encrypted_request'

/**
 * Records the intent: committed before the request is sent. If the process dies, its lease ends; recovery then finds
 * the request and queries its outcome.
 */
export function insertProviderRequest(
  vault: Vault,
  { id, target, request, consumer }: NewProviderRequest,
  { now, nextStatusQueryAt, leaseUntil }: SendingTimes,
): Write {
  const { tenant, ...columns } = target
  const row: NewRow<typeof providerRequests> = {
    id,
    ...{ chargeId: null, operationId: null, revocationId: null },
    ...tenant,
    ...columns,
    state: 'SENDING',
    encryptedRequest: encryptRequest(vault, { id, request, consumer }),
    firstSentAt: now,
    outcome: null,
    nextStatusQueryAt,
    statusQueries: 0,
    absentSince: null,
    fencingToken: 0,
    leaseUntil,
    settledAt: null,
    createdAt: now,
  }
  return insert(providerRequests, [row])
}

/** @param consumer Null: the request is encrypted with the installation's own key. */
export function encryptRequest(
  vault: Vault,
  { id, request, consumer }: Pick<NewProviderRequest, 'id' | 'request'> & { readonly consumer: KeyHolder | null },
): Buffer {
  return vault.encrypt({ column: COLUMN, id }, consumer, JSON.stringify(request))
}

/** The exact request. Undefined if it was erased with its consumer. */
export function openRequest(
  vault: Vault,
  consumer: KeyHolder,
  { id, encryptedRequest }: Pick<ProviderRequestRow, 'id' | 'encryptedRequest'>,
): ProviderRequest | undefined {
  if (encryptedRequest === null) return undefined
  return JSON.parse(vault.decrypt({ column: COLUMN, id }, consumer, encryptedRequest)) as ProviderRequest
}

/** The new state of a provider request. A settled one never changes. */
export interface RequestProgress {
  readonly id: string
  readonly state: RequestState
  readonly outcome: string
  readonly nextStatusQueryAt: Date | null
  readonly settledAt: Date | null
}

/**
 * Records progress. The sender's lease ends with its answer (no worker has claimed the request since); a worker keeps
 * its own.
 */
export function progressProviderRequests(progress: readonly RequestProgress[]): Write {
  return {
    shape: `progress:provider-requests:${countLimit(progress.length)}`,
    text: parameter =>
      `UPDATE provider_requests t SET state = r.state, outcome = r.outcome, next_status_query_at = r.next_status_query_at,
         settled_at = r.settled_at,
         lease_until = CASE WHEN r.state = 'SETTLED' OR t.fencing_token = 0 THEN NULL ELSE t.lease_until END
       FROM ${counted('provider_requests', parameter, progress.length)} r WHERE t.id = r.id AND t.state <> 'SETTLED'`,
    parameter: JSON.stringify(
      progress.map(({ nextStatusQueryAt, settledAt, ...rest }) => ({
        ...rest,
        next_status_query_at: nextStatusQueryAt,
        settled_at: settledAt,
      })),
    ),
  }
}

/** One exchange with the provider, for the timeline. */
export interface Call {
  readonly providerRequestId: string
  readonly verb: 'send' | 'queryStatus'
  readonly outcome: string
  readonly record: CallRecord
  readonly at: Date
}

export function insertCall({ providerRequestId, verb, outcome, record, at }: Call): Write {
  const { httpStatus, summary, durationMs } = record
  return insert(providerCalls, [
    {
      providerRequestId,
      verb,
      outcome,
      httpStatus: httpStatus ?? null,
      summary,
      durationMs: Math.round(durationMs),
      at,
    },
  ])
}

const plan = statement<{ id: string }>(
  'provider-request-plan-status-query',
  `UPDATE provider_requests a SET next_status_query_at = $2, absent_since = $3, status_queries = a.status_queries + 1,
     lease_until = CASE WHEN $5::boolean THEN a.lease_until END
   WHERE a.id = $1 AND a.fencing_token = $4 AND a.state <> 'SETTLED' RETURNING a.id`,
)
const planAndRecord = statement<{ id: string }>(
  'provider-request-plan-status-query-and-tell',
  `WITH call AS (INSERT INTO provider_calls (provider_request_id, verb, outcome, http_status, summary, duration_ms, at)
     VALUES ($1, 'queryStatus', $6, $7, $8, $9, $10))
   ${plan.text}`,
)

/**
 * Records a status query that did not settle the request (unless its result is recorded already), and when the next one
 * is due. Fenced: a worker whose lease was taken over plans nothing and gets false. Otherwise the worker's lease ends,
 * unless the worker continues with the request at once.
 */
export async function planStatusQuery(
  sql: Sql,
  providerRequest: Pick<ProviderRequestRow, 'id' | 'fencingToken'>,
  call: { readonly outcome: string; readonly record: CallRecord; readonly at: Date } | null,
  next: { readonly nextStatusQueryAt: Date | null; readonly absentSince: Date | null; readonly goesOn: boolean },
): Promise<boolean> {
  const values = [
    providerRequest.id,
    next.nextStatusQueryAt,
    next.absentSince,
    providerRequest.fencingToken,
    next.goesOn,
  ]
  if (call === null) return (await sql.row(plan, values)) !== undefined
  const { httpStatus = null, summary, durationMs } = call.record
  const given = [...values, call.outcome, httpStatus, summary, Math.round(durationMs), call.at]
  return (await sql.row(planAndRecord, given)) !== undefined
}

const wake = statement<never>(
  'provider-request-wake',
  `UPDATE provider_requests SET next_status_query_at = $2, status_queries = 0
   WHERE revocation_id = $1 AND state <> 'SETTLED' AND next_status_query_at IS NULL`,
)

/** Makes recovery check a given-up revocation request again. */
export async function wakeRevocation(sql: Sql, revocationId: string, now: Date): Promise<void> {
  await sql.rows(wake, [revocationId, now])
}
