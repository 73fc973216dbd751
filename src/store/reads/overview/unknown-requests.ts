import type { Tenant } from '../../../domain/enums.ts'
import { type Sql, statement } from '../../sql/database.ts'

export interface UnknownRequestsRow {
  readonly requests: number
  readonly oldestSentAt: Date | null
  /** The charge or agreement of the oldest one. */
  readonly oldestSubjectId: string | null
}

// Reads only rows of the index provider_requests_unknown.
const unknownRequestsStatement = statement<UnknownRequestsRow>(
  'overview-unknown-requests',
  `SELECT (SELECT count(*)::int FROM provider_requests
           WHERE merchant_id = $1 AND mode = $2::mode AND state = 'UNKNOWN') AS requests,
     oldest.first_sent_at AS "oldestSentAt", coalesce(oldest.charge_id, oldest.agreement_id) AS "oldestSubjectId"
   FROM (SELECT) one LEFT JOIN LATERAL (
     SELECT first_sent_at, charge_id, agreement_id FROM provider_requests
     WHERE merchant_id = $1 AND mode = $2::mode AND state = 'UNKNOWN' ORDER BY first_sent_at, id LIMIT 1) oldest ON true`,
)

/** The provider requests whose outcome is not known now. */
export async function unknownRequests(sql: Sql, { merchantId, mode }: Tenant): Promise<UnknownRequestsRow> {
  const row = await sql.row(unknownRequestsStatement, [merchantId, mode])
  return row ?? { requests: 0, oldestSentAt: null, oldestSubjectId: null }
}
