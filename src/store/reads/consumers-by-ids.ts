import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ConsumerRow, consumers } from '../tables/consumer.ts'
import { idsIn } from './ids.ts'

const consumersByIdsStatement = statement<ConsumerRow>(
  'consumers-by-ids',
  `SELECT ${consumers.select('consumer')} FROM consumers consumer
   WHERE consumer.merchant_id = $1 AND consumer.mode = $2 AND consumer.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that are the tenant's, in no order. */
export function consumersByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<ConsumerRow[]> {
  return sql.rows(consumersByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
