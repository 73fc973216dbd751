import type { Mode } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

// A charge counts as made once money moved for good; one that may still fail keeps its agreement open.
const find = statement<{ id: string; merchantId: string; mode: Mode }>(
  'agreements-expired',
  `SELECT a.id, a.merchant_id AS "merchantId", a.mode FROM agreements a
   WHERE a.status = 'ACTIVE' AND (a.ends_at <= $1 OR (a.charge_count IS NOT NULL AND a.charge_count <= (
     SELECT count(*) FROM charges c
     WHERE c.agreement_id = a.id AND c.status IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'))))
   ORDER BY a.id LIMIT $2`,
)

/** ACTIVE agreements of any tenant that have come to their end. */
export function expiredAgreements(sql: Sql, now: Date, limit: number) {
  return sql.rows(find, [now, limit])
}
