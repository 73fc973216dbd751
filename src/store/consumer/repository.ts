import type { KeyHolder } from '../../base/encryption.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { ConsumerEvent } from '../../domain/event-log/events.ts'
import { type Cause, createdEvent, eventRow } from '../event-log/rows.ts'
import { requireLock } from '../sql/aggregate-lock.ts'
import { statement, type Transaction } from '../sql/database.ts'
import { insert, update, type Write } from '../sql/write.ts'
import { type ConsumerRow, consumers, events } from '../tables.ts'
import { holderOf, joinDataKey, type WithWrappedKey } from './data-keys.ts'

/** A consumer to be written, without the columns that the database computes. */
export type NewConsumer = Omit<ConsumerRow, 'snapshotXmin'>

/** A consumer with the data key that opens their data. */
export type LoadedConsumer = ConsumerRow & KeyHolder

// Charges and agreements that refer to the consumer can be written meanwhile. A stronger lock would make them wait.
const load = statement<WithWrappedKey>(
  'consumer-load',
  `SELECT ${consumers.select('c')}, k.wrapped_key AS "wrappedKey" FROM consumers c ${joinDataKey('c', 'c.id')}
   WHERE c.id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode FOR NO KEY UPDATE OF c`,
)

/**
 * Locks a consumer and reads it. The transaction must hold the consumer's advisory lock already. Undefined if the
 * tenant has no such consumer.
 */
export async function loadConsumer(sql: Transaction, tenant: Tenant, id: string): Promise<LoadedConsumer | undefined> {
  requireLock(sql, 'consumer', id)
  const found = await sql.row(load, [id, tenant.merchantId, tenant.mode])
  const row = found && consumers.pick(found, '')
  return row && { ...row, ...holderOf(id, found) }
}

/** The writes of a new consumer: its row and its event. */
export function newConsumerWrites(row: NewConsumer, cause: Cause): Write[] {
  return [
    insert(consumers, [row]),
    insert(events, [createdEvent(consumerSubject(row), cause, { type: 'consumer.created', data: null })]),
  ]
}

/** The writes of a changed consumer: its row and its event, which contains no personal data. */
export function consumerWrites(
  row: NewConsumer,
  cause: Cause,
  event: Exclude<ConsumerEvent, { readonly type: 'consumer.created' }> = { type: 'consumer.updated', data: null },
): Write[] {
  const { version } = row
  const none = { previousStatus: null, status: null, subjectStatus: null, subjectTerminal: null }
  const content = { ...event, version, change: true, ...none } as const
  return [update(consumers, [row]), insert(events, [eventRow(consumerSubject(row), cause, content)])]
}

function consumerSubject({ id, merchantId, mode }: NewConsumer) {
  return { tenant: { merchantId, mode }, type: 'Consumer', id, consumerId: id, agreementId: null } as const
}
