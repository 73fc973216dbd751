import type { ChargeStatus, Tenant } from '../domain/vocabulary.ts'
import { type Sql, statement } from './database.ts'

const find = statement<{ id: string; status: ChargeStatus }>(
  'standing-retry',
  `SELECT c.id, c.status FROM charges c
   WHERE c.retry_of_id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode
     AND c.status NOT IN ('FAILED', 'DISCARDED', 'VOIDED')
   LIMIT 1`,
)

/** The charge that tries another one again and has not come to nothing: there may be one at a time. */
export function standingRetry(sql: Sql, { merchantId, mode }: Tenant, retriedId: string) {
  return sql.row(find, [retriedId, merchantId, mode])
}
