import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type OccurrenceRow, occurrences } from '../tables/occurrence.ts'
import { idsIn } from './ids.ts'

const occurrencesByIdsStatement = statement<OccurrenceRow>(
  'occurrences-by-ids',
  `SELECT ${occurrences.select('occurrence')} FROM occurrences occurrence
   WHERE occurrence.merchant_id = $1 AND occurrence.mode = $2 AND occurrence.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that are the tenant's, in no order. */
export function occurrencesByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<OccurrenceRow[]> {
  return sql.rows(occurrencesByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
