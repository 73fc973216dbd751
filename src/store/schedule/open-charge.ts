import type { ChargeStatus, Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

export interface OpenCharge {
  readonly id: string
  readonly status: ChargeStatus
  /** True if this charge certainly paid, and a person has to decide about none of the tries. */
  readonly paid: boolean
}

// Up to the first try, then down to all of its retries, automatic or manual.
const find = statement<OpenCharge>(
  'open-charge',
  `WITH RECURSIVE earlier AS (
     SELECT c.id, c.retry_of_id FROM charges c WHERE c.id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode
     UNION ALL SELECT c.id, c.retry_of_id FROM charges c JOIN earlier e ON c.id = e.retry_of_id
   ), family AS (
     SELECT id FROM earlier WHERE retry_of_id IS NULL
     UNION ALL SELECT c.id FROM charges c JOIN family f ON c.retry_of_id = f.id
   )
   SELECT c.id, c.status, c.status IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED') AND NOT c.needs_attention AS paid
   FROM charges c JOIN family f ON f.id = c.id
   WHERE c.status NOT IN ('FAILED', 'DISCARDED', 'VOIDED') OR c.needs_attention OR EXISTS (
     SELECT FROM charge_operations o WHERE o.charge_id = c.id AND o.status NOT IN ('SUCCEEDED', 'FAILED'))
   ORDER BY paid LIMIT 1`,
)

/**
 * Finds, among a charge and all tries of the same payment, one that has not failed, has an open operation, or needs a
 * person's decision (the provider may report that an earlier try was paid). While there is one, the payment is not
 * retried. Call it under the agreement's lock, and for an occurrence also under its schedule's lock (the schedule can
 * have moved to another agreement), so that two callers cannot both find none.
 */
export function openChargeOfOccurrence(sql: Sql, { merchantId, mode }: Tenant, chargeId: string) {
  return sql.row(find, [chargeId, merchantId, mode])
}

const schedule = statement<{ scheduleId: string }>(
  'schedule-of-tries',
  `WITH RECURSIVE earlier AS (
     SELECT c.retry_of_id, c.schedule_id FROM charges c WHERE c.id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode
     UNION ALL SELECT c.retry_of_id, c.schedule_id FROM charges c JOIN earlier e ON c.id = e.retry_of_id
   ) SELECT schedule_id AS "scheduleId" FROM earlier WHERE schedule_id IS NOT NULL LIMIT 1`,
)

/**
 * The schedule of the occurrence that a charge, or the charge that it retries, was made for. Undefined if there is
 * none.
 */
export async function scheduleOfTries(sql: Sql, { merchantId, mode }: Tenant, chargeId: string) {
  return (await sql.row(schedule, [chargeId, merchantId, mode]))?.scheduleId
}
