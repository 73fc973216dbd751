import type { Tenant } from '../domain/vocabulary.ts'
import { type Sql, statement } from './database.ts'

/** A period that is to be charged, taken by one worker for as long as its lease. */
export interface DueOccurrence extends Tenant {
  readonly id: string
  readonly scheduleId: string
  readonly agreementId: string
  readonly leaseEpoch: number
}

// Each merchant's oldest first, the same number of each: one with ten thousand due holds up nobody else.
const claim = statement<DueOccurrence>(
  'occurrences-claim',
  `WITH RECURSIVE merchants AS (
     (SELECT o.merchant_id FROM occurrences o WHERE o.next_at IS NOT NULL ORDER BY o.merchant_id LIMIT 1)
     UNION ALL
     SELECT (SELECT o.merchant_id FROM occurrences o
             WHERE o.next_at IS NOT NULL AND o.merchant_id > m.merchant_id ORDER BY o.merchant_id LIMIT 1)
     FROM merchants m WHERE m.merchant_id IS NOT NULL
   ), waiting AS (
     SELECT m.merchant_id FROM merchants m WHERE EXISTS (
       SELECT FROM occurrences o WHERE o.merchant_id = m.merchant_id AND o.next_at <= $1)
   ), due AS (
     SELECT d.id FROM waiting w CROSS JOIN LATERAL (
       SELECT o.id, o.next_at FROM occurrences o
       WHERE o.merchant_id = w.merchant_id AND o.next_at <= $1 AND (o.lease_until IS NULL OR o.lease_until < $2)
       ORDER BY o.next_at LIMIT (SELECT greatest(1, $4 / count(*)) FROM waiting)
       FOR UPDATE SKIP LOCKED) d
     ORDER BY d.next_at LIMIT $4
   )
   UPDATE occurrences o SET lease_epoch = o.lease_epoch + 1, lease_until = $3
   FROM due d, schedules s WHERE o.id = d.id AND s.id = o.schedule_id
   RETURNING o.id, o.schedule_id AS "scheduleId", s.agreement_id AS "agreementId", o.merchant_id AS "merchantId", o.mode,
     o.lease_epoch AS "leaseEpoch"`,
)

/** Takes periods that are due, each for one worker: by real time, since a lease outlives no simulated clock. */
export function claimDueOccurrences(
  sql: Sql,
  { now, realNow, leaseMs, limit }: { now: Date; realNow: Date; leaseMs: number; limit: number },
): Promise<DueOccurrence[]> {
  return sql.rows(claim, [now, realNow, new Date(realNow.getTime() + leaseMs), limit])
}

const postpone = statement<never>(
  'occurrence-postpone',
  'UPDATE occurrences SET lease_until = $2 WHERE id = $1 AND lease_epoch = $3',
)

/** Leaves a period alone for a while, in real time: unless another worker has taken it meanwhile. */
export async function postponeOccurrence(
  sql: Sql,
  { id, leaseEpoch }: Pick<DueOccurrence, 'id' | 'leaseEpoch'>,
  until: Date,
): Promise<void> {
  await sql.rows(postpone, [id, until, leaseEpoch])
}

export interface DecidedOccurrence extends Tenant {
  readonly id: string
  readonly scheduleId: string
}

// Of the tries of a period the last one tells: those before it have come to nothing.
export const decidedOccurrence = `occurrences o JOIN LATERAL (
     SELECT c.status, c.updated_at FROM charges c WHERE c.occurrence_id = o.id ORDER BY c.try_number DESC LIMIT 1
   ) c ON c.status IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED', 'FAILED', 'DISCARDED')`

const decided = statement<DecidedOccurrence>(
  'occurrences-decided',
  `SELECT o.id, o.schedule_id AS "scheduleId", o.merchant_id AS "merchantId", o.mode
   FROM ${decidedOccurrence}
   WHERE o.status = 'PROCESSING' ORDER BY o.id LIMIT $1`,
)

/** Periods of any tenant whose charge has come to its end, and that do not know it yet. */
export function decidedOccurrences(sql: Sql, limit: number): Promise<DecidedOccurrence[]> {
  return sql.rows(decided, [limit])
}
