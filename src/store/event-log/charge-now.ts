import type { ChargeStatus, OperationStatus, Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

export interface ChargeNow {
  readonly version: number
  readonly status: ChargeStatus
  readonly operationStatuses: readonly OperationStatus[]
}

// One statement, so that the charge and its operations come from one snapshot.
const chargeNow = statement<ChargeNow>(
  'log-charge-now',
  `SELECT c.version, c.status, ARRAY(
     SELECT o.status::text FROM charge_operations o WHERE o.charge_id = c.id
   ) AS "operationStatuses"
   FROM charges c WHERE c.id = $3 AND c.merchant_id = $1 AND c.mode = $2::mode`,
)

/** The current status of a charge and its operations. An event's reader compares it with the event's version. */
export function readChargeNow(sql: Sql, { merchantId, mode }: Tenant, id: string): Promise<ChargeNow | undefined> {
  return sql.row(chargeNow, [merchantId, mode, id])
}
