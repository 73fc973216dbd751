import type { Tenant } from '../domain/vocabulary.ts'
import { type Sql, statement } from './database.ts'
import { type ConsumerRow, consumers } from './tables/consumer.ts'

const lock = statement<ConsumerRow>(
  'consumer-lock',
  `SELECT ${consumers.select('c')} FROM consumers c
   WHERE c.id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode FOR UPDATE`,
)

/** Locks a consumer's row and reads it. Undefined where the tenant has no such consumer. */
export function lockConsumer(sql: Sql, tenant: Tenant, id: string): Promise<ConsumerRow | undefined> {
  return sql.row(lock, [id, tenant.merchantId, tenant.mode])
}
