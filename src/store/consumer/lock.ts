import type { Tenant } from '../../domain/enums.ts'
import { aggregateLock } from '../sql/aggregate-lock.ts'
import { statement, type Transaction } from '../sql/database.ts'
import { type ConsumerRow, consumers } from '../tables/consumer.ts'

const lock = statement<ConsumerRow>(
  'consumer-lock',
  `SELECT ${consumers.select('c')} FROM consumers c
   WHERE c.id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode FOR UPDATE`,
)

/**
 * Locks a consumer's row and reads it. The transaction must hold the consumer's advisory lock already. Undefined where
 * the tenant has no such consumer.
 */
export async function lockConsumer(sql: Transaction, tenant: Tenant, id: string): Promise<ConsumerRow | undefined> {
  if (!sql.holds(aggregateLock('consumer', id))) throw new Error(`consumer ${id} is changed without its lock`)
  return sql.row(lock, [id, tenant.merchantId, tenant.mode])
}
