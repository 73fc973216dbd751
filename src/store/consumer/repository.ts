import type { Tenant } from '../../domain/enums.ts'
import { type Cause, createdEvent, eventRow } from '../event-log/rows.ts'
import { requireLock } from '../sql/aggregate-lock.ts'
import { statement, type Transaction } from '../sql/database.ts'
import { insert, update, type Write } from '../sql/write.ts'
import { type ConsumerRow, consumers } from '../tables/consumer.ts'
import { events } from '../tables/event.ts'

/** A consumer to be written, without the columns that the database computes. */
export type NewConsumer = Omit<ConsumerRow, 'snapshotXmin'>

const load = statement<ConsumerRow>(
  'consumer-load',
  `SELECT ${consumers.select('c')} FROM consumers c
   WHERE c.id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode FOR UPDATE`,
)

/**
 * Locks a consumer and reads it. The transaction must hold the consumer's advisory lock already. Undefined if the
 * tenant has no such consumer.
 */
export async function loadConsumer(sql: Transaction, tenant: Tenant, id: string): Promise<ConsumerRow | undefined> {
  requireLock(sql, 'consumer', id)
  return sql.row(load, [id, tenant.merchantId, tenant.mode])
}

/** The writes of a new consumer: its row and its event. */
export function newConsumerWrites(row: NewConsumer, cause: Cause): Write[] {
  return [
    insert(consumers, [row]),
    insert(events, [createdEvent(consumerSubject(row), cause, null, { type: 'consumer.created', data: null })]),
  ]
}

/** The writes of a changed consumer: its row and its event, which contains no personal data. */
export function consumerWrites(row: NewConsumer, cause: Cause): Write[] {
  const { version } = row
  const content = {
    type: 'consumer.updated',
    version,
    change: true,
    previousStatus: null,
    status: null,
    data: null,
  } as const
  return [update(consumers, [row]), insert(events, [eventRow(consumerSubject(row), cause, content)])]
}

function consumerSubject({ id, merchantId, mode }: NewConsumer) {
  return { tenant: { merchantId, mode }, type: 'Consumer', id, consumerId: id, agreementId: null } as const
}
