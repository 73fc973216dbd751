import type { Vault } from '../../base/encryption.ts'
import { idPrefixes, newId } from '../../base/id.ts'
import type { AttemptPurpose, ProviderCode, Tenant } from '../../domain/enums.ts'
import type { CallRecord } from '../../providers/port/outcome.ts'
import type { ProviderRequest } from '../../providers/port/provider.ts'
import type { NewRow } from '../sql/columns.ts'
import { type Sql, statement } from '../sql/database.ts'
import { counted, countLimit, insert, type Write } from '../sql/write.ts'
import { type AttemptRow, type AttemptState, attempts } from '../tables/attempt.ts'
import { providerCalls } from '../tables/provider-call.ts'

/** What an attempt is for: the aggregate it changes and, below it, the operation or revocation. */
export interface AttemptTarget {
  readonly tenant: Tenant
  readonly provider: ProviderCode
  readonly purpose: AttemptPurpose
  readonly agreementId: string
  readonly chargeId: string | null
  readonly operationId: string | null
  readonly revocationId: string | null
}

/** Its id is known before its request is: the request carries it as key and reference. */
export function newAttemptId(now: Date): string {
  return newId('attempt', now)
}

/**
 * The id of the attempt that will create an agreement whose consumer has to come first: known from the agreement on, since
 * the provider's page is told it, and so that however often the browser comes back there is one such attempt.
 */
export function creationAttemptId(agreementId: string): string {
  return agreementId.replace(/^[a-z]+_/, `${idPrefixes.attempt}_`)
}

/** The agreement that a reference would create by `creationAttemptId`, whether or not anything was sent yet. */
export function createdAgreementId(attemptId: string): string {
  return attemptId.replace(/^[a-z]+_/, `${idPrefixes.agreement}_`)
}

export interface SendingTimes {
  readonly now: Date
  /** When recovery asks about it, unless somebody holds it then. */
  readonly nextLookUpAt: Date
  /** By real time: until then it belongs to the process that sends it; null where none does. */
  readonly leaseUntil: Date | null
}

/**
 * The row that says "we are about to": committed before the request goes out. Should the process die, its lease ends;
 * then recovery finds it and asks the provider what became of it.
 */
export function insertAttempt(
  vault: Vault,
  id: string,
  target: AttemptTarget,
  request: ProviderRequest,
  { now, nextLookUpAt, leaseUntil }: SendingTimes,
): Write {
  const { tenant, ...columns } = target
  const row: NewRow<typeof attempts> = {
    id,
    ...tenant,
    ...columns,
    state: 'SENDING',
    sealedRequest: vault.seal('request', JSON.stringify(request)),
    firstSentAt: now,
    outcome: null,
    nextLookUpAt,
    lookUps: 0,
    absentSince: null,
    leaseEpoch: 0,
    leaseUntil,
    settledAt: null,
    createdAt: now,
  }
  return insert(attempts, [row])
}

export function openRequest(vault: Vault, attempt: Pick<AttemptRow, 'sealedRequest'>): ProviderRequest {
  return JSON.parse(vault.open('request', attempt.sealedRequest)) as ProviderRequest
}

/** What became of an attempt. A settled one stays settled. */
export interface AttemptProgress {
  readonly id: string
  readonly state: AttemptState
  readonly outcome: string
  readonly nextLookUpAt: Date | null
  readonly settledAt: Date | null
}

/** Whoever sent it (nobody has claimed it since then) holds it no longer once the answer is written down; a worker goes on. */
export function progressAttempts(progress: readonly AttemptProgress[]): Write {
  return {
    shape: `progress:attempts:${countLimit(progress.length)}`,
    text: parameter =>
      `UPDATE attempts t SET state = r.state, outcome = r.outcome, next_look_up_at = r.next_look_up_at,
         settled_at = r.settled_at,
         lease_until = CASE WHEN r.state = 'SETTLED' OR t.lease_epoch = 0 THEN NULL ELSE t.lease_until END
       FROM ${counted('attempts', parameter, progress.length)} r WHERE t.id = r.id AND t.state <> 'SETTLED'`,
    parameter: JSON.stringify(
      progress.map(({ nextLookUpAt, settledAt, ...rest }) => ({
        ...rest,
        next_look_up_at: nextLookUpAt,
        settled_at: settledAt,
      })),
    ),
  }
}

/** One exchange with the provider, for the timeline. */
export interface Call {
  readonly attemptId: string
  readonly verb: 'send' | 'lookUp'
  readonly outcome: string
  readonly record: CallRecord
  readonly at: Date
}

export function insertCall({ attemptId, verb, outcome, record, at }: Call): Write {
  const { httpStatus, summary, durationMs } = record
  return insert(providerCalls, [
    { attemptId, verb, outcome, httpStatus: httpStatus ?? null, summary, durationMs: Math.round(durationMs), at },
  ])
}

// In an order that is the same each time, which an UPDATE by itself does not give.
const claim = statement<AttemptRow>(
  'attempts-claim',
  `WITH claimed AS (
     UPDATE attempts a SET lease_epoch = a.lease_epoch + 1, lease_until = $2
     WHERE a.id IN (
       SELECT d.id FROM attempts d
       WHERE d.state <> 'SETTLED' AND d.next_look_up_at <= $1 AND (d.lease_until IS NULL OR d.lease_until < $3)
       ORDER BY d.next_look_up_at LIMIT $4 FOR UPDATE SKIP LOCKED)
     RETURNING a.*)
   SELECT ${attempts.select('c')} FROM claimed c ORDER BY c.next_look_up_at, c.id`,
)

/** Takes attempts that are due, each for one worker: by real time, since a lease outlives no simulated clock. */
export function claimDueAttempts(
  sql: Sql,
  { now, realNow, leaseMs, limit }: { now: Date; realNow: Date; leaseMs: number; limit: number },
): Promise<AttemptRow[]> {
  return sql.rows(claim, [now, new Date(realNow.getTime() + leaseMs), realNow, limit])
}

const hold = statement<never>(
  'attempt-hold',
  `UPDATE attempts SET lease_until = $2
   WHERE id = $1 AND lease_epoch = $3 AND state <> 'SETTLED' AND lease_until IS NOT NULL`,
)

/** Keeps others away for longer: unless one has claimed the attempt meanwhile, or it was let go. */
export async function holdAttempt(
  sql: Sql,
  { id, leaseEpoch }: Pick<AttemptRow, 'id' | 'leaseEpoch'>,
  until: Date,
): Promise<void> {
  await sql.rows(hold, [id, until, leaseEpoch])
}

const openOfCharge = statement<AttemptRow>(
  'attempts-open-of-charge',
  `SELECT ${attempts.select('a')} FROM attempts a
   WHERE a.charge_id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode AND a.state <> 'SETTLED' ORDER BY a.id`,
)

export function openAttemptsOfCharge(sql: Sql, tenant: Tenant, chargeId: string): Promise<AttemptRow[]> {
  return sql.rows(openOfCharge, [chargeId, tenant.merchantId, tenant.mode])
}

const plan = statement<{ id: string }>(
  'attempt-plan-look-up',
  `UPDATE attempts a SET next_look_up_at = $2, absent_since = $3, look_ups = a.look_ups + 1,
     lease_until = CASE WHEN $5::boolean THEN a.lease_until END
   WHERE a.id = $1 AND a.lease_epoch = $4 AND a.state <> 'SETTLED' RETURNING a.id`,
)
const planAndTell = statement<{ id: string }>(
  'attempt-plan-look-up-and-tell',
  `WITH call AS (INSERT INTO provider_calls (attempt_id, verb, outcome, http_status, summary, duration_ms, at)
     VALUES ($1, 'lookUp', $6, $7, $8, $9, $10))
   ${plan.text}`,
)

/**
 * Records a look-up that settled nothing (unless what it brought is recorded already) and when the next one is. Fenced: a
 * worker whose lease was taken over by another plans nothing. True where it was this worker's to plan; it lets go of the
 * attempt, unless it goes on with it at once.
 */
export async function planLookUp(
  sql: Sql,
  attempt: Pick<AttemptRow, 'id' | 'leaseEpoch'>,
  call: { readonly outcome: string; readonly record: CallRecord; readonly at: Date } | null,
  next: { readonly nextLookUpAt: Date | null; readonly absentSince: Date | null; readonly goesOn: boolean },
): Promise<boolean> {
  const values = [attempt.id, next.nextLookUpAt, next.absentSince, attempt.leaseEpoch, next.goesOn]
  if (call === null) return (await sql.row(plan, values)) !== undefined
  const { httpStatus = null, summary, durationMs } = call.record
  const told = [...values, call.outcome, httpStatus, summary, Math.round(durationMs), call.at]
  return (await sql.row(planAndTell, told)) !== undefined
}

const wake = statement<never>(
  'attempt-wake',
  `UPDATE attempts SET next_look_up_at = $2, look_ups = 0
   WHERE revocation_id = $1 AND state <> 'SETTLED' AND next_look_up_at IS NULL`,
)

/** A request to revoke that had been given up is looked at again. */
export async function wakeRevocation(sql: Sql, revocationId: string, now: Date): Promise<void> {
  await sql.rows(wake, [revocationId, now])
}
