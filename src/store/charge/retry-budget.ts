import { firstId } from '../../base/id.ts'
import { earliestCounted } from '../../domain/charge/retry-budget.ts'
import type { Tenant } from '../../domain/enums.ts'
import { idsIn } from '../reads/ids.ts'
import { type Sql, statement } from '../sql/database.ts'

export interface CountedAttempt {
  readonly instrumentId: string
  readonly at: Date
}

// Ids sort by time. The lower id limits the index scan; it is well before the window, because a lost request may have
// been sent again days later. A successful charge does not count; one with an open outcome does. `reachedIssuer` is
// false only if it is certain that no issuer received the request (see Failure). `greatest` ignores NULL. OFFSET 0 makes
// PostgreSQL begin with the few agreements: it could begin with every unpaid charge of all merchants.
const counted = statement<CountedAttempt>(
  'retry-budget',
  `SELECT * FROM (
     SELECT a.instrument_id AS "instrumentId",
       greatest(c.created_at, t.settled_at, CASE WHEN t.state <> 'SETTLED' THEN $6::timestamptz END) AS at
     FROM agreements a CROSS JOIN LATERAL (
         SELECT id, created_at FROM charges WHERE agreement_id = a.id AND id >= $4 AND initiator = 'MERCHANT'
           AND reason <> 'INITIAL'
           AND (status IN ('PROCESSING', 'UNKNOWN', 'AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING', 'DISCARDED')
             OR status = 'FAILED' AND failure ->> 'reachedIssuer' IS DISTINCT FROM 'false')
         OFFSET 0
       ) c LEFT JOIN provider_requests t ON t.charge_id = c.id AND t.purpose = 'CHARGE_CREATE'
     WHERE a.instrument_id = ANY (${idsIn('$3')}::text[]) AND a.merchant_id = $1 AND a.mode = $2::mode
   ) counted WHERE at > $5 ORDER BY at DESC`,
)

/**
 * The charges that count against the networks' limits for each instrument, with any amount and under any agreement:
 * merchant-initiated charges of the longest window that failed or have no outcome yet. Each counts at the latest
 * instant at which the provider can have received it: when its request was answered or its outcome was found, or now
 * while it is open. So no window of the network, which can begin at another instant, contains more of them.
 *
 * This is the only guard before every merchant-initiated charge. Under the agreement's lock it sees all charges
 * recorded before, so parallel requests cannot exceed a limit. (The agreement's lock is enough, because an instrument
 * belongs to one agreement.)
 */
export function countedAttempts(
  sql: Sql,
  { merchantId, mode }: Tenant,
  instrumentIds: readonly string[],
  now: Date,
): Promise<CountedAttempt[]> {
  const since = earliestCounted(now)
  const from = earliestCounted(since)
  return sql.rows(counted, [merchantId, mode, instrumentIds, firstId('charge', from), since, now])
}
