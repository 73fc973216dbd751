import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ChargeRow, charges } from '../tables/charge.ts'
import { idsIn } from './ids.ts'

const chargesOfOccurrencesStatement = statement<ChargeRow & { readonly occurrenceId: string }>(
  'charges-of-occurrences',
  `SELECT ${charges.select('charge')} FROM charges charge
   WHERE charge.merchant_id = $1 AND charge.mode = $2 AND charge.occurrence_id = ANY (${idsIn('$3')}::text[])
   ORDER BY charge.attempt_number`,
)

/** Every charge that was made for the occurrences, oldest first. */
export function chargesOfOccurrences(sql: Sql, tenant: Tenant, occurrenceIds: readonly string[]) {
  return sql.rows(chargesOfOccurrencesStatement, [tenant.merchantId, tenant.mode, occurrenceIds])
}
