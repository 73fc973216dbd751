import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

/** An occurrence that is to be charged, taken by one worker for as long as its lease. */
export interface DueOccurrence extends Tenant {
  readonly id: string
  readonly scheduleId: string
  readonly agreementId: string
  readonly fencingToken: number
}

// Of one merchant. Compared as rows, since so only the index in which each merchant's stand together serves: by time alone
// those of all others, which fell due before, would be read as well.
const dueOf = (merchant: string) =>
  `o.next_at IS NOT NULL AND (o.merchant_id, o.next_at) > (${merchant}, '-infinity')
   AND (o.merchant_id, o.next_at) <= (${merchant}, $1) AND (o.lease_until IS NULL OR o.lease_until < $2)`

/** More are never claimed at once. Told to PostgreSQL, which of a LIMIT given later assumes a tenth of all rows, and plans for those. */
const MOST_AT_ONCE = 100

// Merchants take turns: the one after $5, and so on, round to $5 itself; of each its oldest occurrence, then its next one. It
// is looked no further than for as many merchants as occurrences are wanted, and with nothing due at all once.
const claim = statement<DueOccurrence>(
  'occurrences-claim',
  `WITH RECURSIVE merchants AS (
     SELECT $5::text AS merchant_id, 0 AS turn, false AS round
     WHERE (SELECT min(o.next_at) FROM occurrences o) <= $1
     UNION ALL
     SELECT coalesce(n.later, n.first), m.turn + 1, n.later IS NULL OR m.round
     FROM merchants m CROSS JOIN LATERAL (SELECT
       (SELECT o.merchant_id FROM occurrences o
        WHERE o.next_at IS NOT NULL AND o.merchant_id > m.merchant_id ORDER BY o.merchant_id LIMIT 1) AS later,
       (SELECT o.merchant_id FROM occurrences o
        WHERE o.next_at IS NOT NULL ORDER BY o.merchant_id LIMIT 1) AS first) n
     WHERE CASE WHEN m.round THEN n.later <= $5 ELSE n.later IS NOT NULL OR n.first <= $5 END
   ), waiting AS (
     SELECT m.merchant_id, m.turn FROM merchants m
     WHERE m.turn > 0 AND EXISTS (SELECT FROM occurrences o WHERE ${dueOf('m.merchant_id')}) LIMIT $4
   ), due AS (
     SELECT d.id, d.nth, w.turn FROM waiting w CROSS JOIN LATERAL (
       SELECT l.id, row_number() OVER (ORDER BY l.next_at, l.id) AS nth FROM (
         SELECT o.id, o.next_at FROM occurrences o WHERE ${dueOf('w.merchant_id')}
         ORDER BY o.merchant_id, o.next_at LIMIT (SELECT ceil($4::float8 / greatest(count(*), 1)) FROM waiting)
         FOR UPDATE SKIP LOCKED) l) d
     ORDER BY d.nth, w.turn LIMIT $4
   ), claimed AS (
     UPDATE occurrences o SET fencing_token = o.fencing_token + 1, lease_until = $3
     FROM (SELECT * FROM due LIMIT ${MOST_AT_ONCE}) d, schedules s WHERE o.id = d.id AND s.id = o.schedule_id
     RETURNING o.id, o.schedule_id, s.agreement_id, o.merchant_id, o.mode, o.fencing_token, d.nth, d.turn
   )
   SELECT id, schedule_id AS "scheduleId", agreement_id AS "agreementId", merchant_id AS "merchantId", mode,
     fencing_token AS "fencingToken" FROM claimed ORDER BY nth, turn`,
)

export interface Claim {
  readonly now: Date
  readonly realNow: Date
  readonly leaseMs: number
  readonly limit: number
  /** The merchant that had its turn last, of the last claim: the ones after it come first now. Left out: nobody had. */
  readonly after?: string | undefined
}

/**
 * Takes occurrences that are due, each for one worker: by real time, since a lease outlives no simulated clock. Merchants take
 * turns, each with its oldest, in the order of what is returned: one with ten thousand due holds up nobody else.
 */
export function claimDueOccurrences(
  sql: Sql,
  { now, realNow, leaseMs, limit, after = '' }: Claim,
): Promise<DueOccurrence[]> {
  return sql.rows(claim, [now, realNow, new Date(realNow.getTime() + leaseMs), limit, after])
}

const postpone = statement<never>(
  'occurrence-postpone',
  'UPDATE occurrences SET lease_until = $2 WHERE id = $1 AND fencing_token = $3',
)

/** Leaves an occurrence alone for a while, in real time: unless another worker has taken it meanwhile. */
export async function postponeOccurrence(
  sql: Sql,
  { id, fencingToken }: Pick<DueOccurrence, 'id' | 'fencingToken'>,
  until: Date,
): Promise<void> {
  await sql.rows(postpone, [id, until, fencingToken])
}

export interface DecidedOccurrence extends Tenant {
  readonly id: string
  readonly scheduleId: string
}

// Of the tries of an occurrence the last one tells: those before it have come to nothing.
export const decidedOccurrence = `occurrences o JOIN LATERAL (
     SELECT c.status, c.updated_at FROM charges c WHERE c.occurrence_id = o.id ORDER BY c.attempt_number DESC LIMIT 1
   ) c ON c.status IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED', 'FAILED', 'DISCARDED')`

const decided = statement<DecidedOccurrence>(
  'occurrences-decided',
  `SELECT o.id, o.schedule_id AS "scheduleId", o.merchant_id AS "merchantId", o.mode
   FROM ${decidedOccurrence}
   WHERE o.status = 'PROCESSING' AND o.id > $2 ORDER BY o.id LIMIT $1`,
)

/** Occurrences of any tenant whose charge has come to its end, and that do not know it yet: by their ids, those after one. */
export function decidedOccurrences(sql: Sql, limit: number, afterId = ''): Promise<DecidedOccurrence[]> {
  return sql.rows(decided, [limit, afterId])
}
