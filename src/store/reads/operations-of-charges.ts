import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ChargeOperationRow, chargeOperations } from '../tables.ts'
import { idsIn } from './ids.ts'

const operationsOfChargesStatement = statement<ChargeOperationRow>(
  'operations-of-charges',
  `SELECT ${chargeOperations.select('operation')} FROM charge_operations operation
   WHERE operation.merchant_id = $1 AND operation.mode = $2 AND operation.charge_id = ANY (${idsIn('$3')}::text[])
   ORDER BY operation.id`,
)

/** Every operation of the charges, of all kinds, oldest first. */
export function operationsOfCharges(
  sql: Sql,
  tenant: Tenant,
  chargeIds: readonly string[],
): Promise<ChargeOperationRow[]> {
  return sql.rows(operationsOfChargesStatement, [tenant.merchantId, tenant.mode, chargeIds])
}
