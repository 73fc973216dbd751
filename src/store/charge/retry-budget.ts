import { firstId } from '../../base/id.ts'
import { earliestCounted } from '../../domain/charge/retry-budget.ts'
import type { Tenant } from '../../domain/enums.ts'
import { idsIn } from '../reads/ids.ts'
import { type Sql, statement } from '../sql/database.ts'

export interface CountedAttempt {
  readonly instrumentId: string
  readonly at: Date
}

// Ids sort by time: the lower one is where the index is entered, well before the window, since what was lost may have been
// sent again days later. A charge that succeeded does not count; one whose outcome is open does. `reachedIssuer` is false
// only where it is certain that no issuer was asked (see Failure). `greatest` passes over what is NULL.
const counted = statement<CountedAttempt>(
  'retry-budget',
  `SELECT * FROM (
     SELECT a.instrument_id AS "instrumentId",
       greatest(c.created_at, t.settled_at, CASE WHEN t.state <> 'SETTLED' THEN $6::timestamptz END) AS at
     FROM agreements a JOIN charges c ON c.agreement_id = a.id
       LEFT JOIN provider_requests t ON t.charge_id = c.id AND t.purpose = 'CHARGE_CREATE'
     WHERE a.instrument_id = ANY (${idsIn('$3')}::text[]) AND a.merchant_id = $1 AND a.mode = $2::mode
       AND c.id >= $4 AND c.initiator = 'MERCHANT' AND c.reason <> 'INITIAL'
       AND (c.status IN ('PROCESSING', 'UNKNOWN', 'AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING', 'DISCARDED')
         OR c.status = 'FAILED' AND c.failure ->> 'reachedIssuer' IS DISTINCT FROM 'false')
   ) counted WHERE at > $5 ORDER BY at DESC`,
)

/**
 * What counts against the networks' limits for each instrument, whatever the amount and under whichever agreement: charges
 * that the merchant started and that failed or are not known yet, within the longest window. Each counts at
 * the latest instant at which the provider can have got it, so that in no window of the network's own, which begins when it
 * does, there are more: when its request was answered (or what became of it was found out), and now while that is open.
 *
 * It is the one guard before every charge that nobody but the merchant starts. Asked under the agreement's lock it sees all
 * that were recorded before, so that however many are wanted at once, no more are made. (The lock is the agreement's
 * because an instrument belongs to one agreement.)
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
