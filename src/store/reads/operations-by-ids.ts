import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ChargeOperationRow, chargeOperations } from '../tables/charge-operation.ts'
import { idsIn } from './ids.ts'

const operationsByIdsStatement = statement<ChargeOperationRow>(
  'operations-by-ids',
  `SELECT ${chargeOperations.select('operation')} FROM charge_operations operation
   WHERE operation.merchant_id = $1 AND operation.mode = $2 AND operation.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that are the tenant's, in no order. */
export function operationsByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<ChargeOperationRow[]> {
  return sql.rows(operationsByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
