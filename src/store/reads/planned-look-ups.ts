import type { PlannedLookUp } from '../../domain/charge/next-step.ts'
import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { idsIn } from './ids.ts'

export interface PlannedLookUpRow extends PlannedLookUp {
  readonly chargeId: string
}

const plannedLookUpsStatement = statement<PlannedLookUpRow>(
  'planned-look-ups',
  `SELECT attempt.charge_id AS "chargeId", attempt.purpose, attempt.state, attempt.next_look_up_at AS at,
          attempt.look_ups AS "lookUps"
   FROM attempts attempt
   WHERE attempt.merchant_id = $1 AND attempt.mode = $2 AND attempt.charge_id = ANY (${idsIn('$3')}::text[])
     AND attempt.state <> 'SETTLED' AND attempt.next_look_up_at IS NOT NULL`,
)

/** When the provider is asked next about requests of the charges whose outcome is not known. */
export function plannedLookUps(sql: Sql, tenant: Tenant, chargeIds: readonly string[]): Promise<PlannedLookUpRow[]> {
  return sql.rows(plannedLookUpsStatement, [tenant.merchantId, tenant.mode, chargeIds])
}
