import type { Failure } from '../../domain/decline/failure.ts'
import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ChargeRow, charges } from '../tables.ts'

const find = statement<ChargeRow>(
  'charge-of-occurrence',
  `SELECT ${charges.select('c')} FROM charges c
   WHERE c.occurrence_id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode ORDER BY c.attempt_number DESC LIMIT 1`,
)

/**
 * The charge of an occurrence with the highest attempt number. Ids do not decide, because ids of the same millisecond
 * are not in order. Undefined if there is none.
 */
export function lastChargeOf(sql: Sql, { merchantId, mode }: Tenant, occurrenceId: string) {
  return sql.row(find, [occurrenceId, merchantId, mode])
}

/** Why a charge of an occurrence failed, and the agreement that was charged. */
export interface FailedTry {
  readonly failure: Failure
  readonly agreementId: string
}

const failures = statement<FailedTry>(
  'failures-of-occurrence',
  `SELECT c.failure, c.agreement_id AS "agreementId" FROM charges c
   WHERE c.occurrence_id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode AND c.failure IS NOT NULL ORDER BY c.attempt_number`,
)

/** Oldest first. */
export function failedTriesOf(sql: Sql, { merchantId, mode }: Tenant, occurrenceId: string): Promise<FailedTry[]> {
  return sql.rows(failures, [occurrenceId, merchantId, mode])
}

// A request is sent again only right after the provider did not find it, so if the process dies then, that status query
// is the only record of the sending. An unanswered request may have been delayed on the network, but not for an hour,
// and not after its outcome was known.
const lastSent = statement<{ at: Date | null }>(
  'occurrence-last-sent',
  `SELECT greatest(max(p.at), max(least(a.settled_at, p.at + interval '1 hour')) FILTER (WHERE p.outcome = 'unknown')) AS at
   FROM charges c JOIN provider_requests a ON a.charge_id = c.id JOIN provider_calls p ON p.provider_request_id = a.id
   WHERE c.occurrence_id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode AND (p.verb = 'send' OR p.outcome = 'absent')`,
)

/**
 * The latest instant at which a provider can have received a request to charge an occurrence: the time of the answer,
 * which is later than the charge's creation if the request was sent again.
 */
export async function lastSentAt(sql: Sql, { merchantId, mode }: Tenant, occurrenceId: string): Promise<Date | null> {
  return (await sql.row(lastSent, [occurrenceId, merchantId, mode]))?.at ?? null
}
