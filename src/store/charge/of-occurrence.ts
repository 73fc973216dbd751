import type { Failure } from '../../domain/decline/failure.ts'
import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ChargeRow, charges } from '../tables/charge.ts'

const find = statement<ChargeRow>(
  'charge-of-occurrence',
  `SELECT ${charges.select('c')} FROM charges c
   WHERE c.occurrence_id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode ORDER BY c.attempt_number DESC LIMIT 1`,
)

/** The last charge that was made for an occurrence, by its try: two of one millisecond have ids in no order. Undefined where none was. */
export function lastChargeOf(sql: Sql, { merchantId, mode }: Tenant, occurrenceId: string) {
  return sql.row(find, [occurrenceId, merchantId, mode])
}

/** Why a charge of an occurrence failed, and under which agreement it was made. */
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

// A request goes out again only right after its provider said that it knew nothing of it; should the process die then, that is
// all there is of it. What was not answered may have been held up on its way, though for no hour: it had arrived
// when its outcome was known.
const lastSent = statement<{ at: Date | null }>(
  'occurrence-last-sent',
  `SELECT greatest(max(p.at), max(least(a.settled_at, p.at + interval '1 hour')) FILTER (WHERE p.outcome = 'unknown')) AS at
   FROM charges c JOIN provider_requests a ON a.charge_id = c.id JOIN provider_calls p ON p.provider_request_id = a.id
   WHERE c.occurrence_id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode AND (p.verb = 'send' OR p.outcome = 'absent')`,
)

/**
 * The latest instant at which a provider can have been asked to charge for an occurrence: its answer's, later than the charge was
 * made where that was sent again.
 */
export async function lastSentAt(sql: Sql, { merchantId, mode }: Tenant, occurrenceId: string): Promise<Date | null> {
  return (await sql.row(lastSent, [occurrenceId, merchantId, mode]))?.at ?? null
}
