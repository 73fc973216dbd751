import type { ProviderCode, Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { rowsAsJson } from '../sql/write.ts'
import { createBatches } from './batches.ts'

/** A notification with a valid signature, as it is first stored. */
export interface NewNotification {
  readonly id: string
  readonly provider: ProviderCode
  /** The account whose secret signed it. */
  readonly providerAccountId: string | null
  readonly owner: Tenant | undefined
  readonly providerEventId: string
  readonly type: string | null
  readonly status: 'RECEIVED' | 'REJECTED' | 'FAILED'
  readonly providerReference: string | null
  readonly sentReference: string | null
  readonly encryptedBody: Buffer
  readonly error: string | null
  /**
   * True if the provider gives its events no ids: an equal notification may then be another event, so each one is
   * processed.
   */
  readonly withoutEventId: boolean
}

interface Receipt {
  /** By the gateway's clock. */
  readonly now: Date
  /** In real time: until then it is this process's. Null: it is left to the inbox job, which finds it due. */
  readonly leaseUntil: Date | null
}

// Unique forever by provider, account and event id: a repeated delivery is only counted. It makes the event due again
// if processing had FAILED, or if the provider gives its events no ids: an equal notification may then be another
// event.
const again = `(excluded.status = 'RECEIVED' AND (provider_events.status = 'FAILED' OR
  ($2 AND provider_events.status = 'PROCESSED')))`
const columns = `id, provider, merchant_id, mode, provider_event_id, type, status, deliveries, provider_reference, sent_reference,
  encrypted_body, error, tries, next_try_at, received_at, lease_until, provider_account_id`
const keep = statement<KeptRow>(
  'provider-event-keep',
  `INSERT INTO provider_events (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(null::provider_events, $1::jsonb)
   ON CONFLICT (provider, provider_event_id, (coalesce(provider_account_id, ''))) DO UPDATE SET deliveries = provider_events.deliveries + 1,
     status = CASE WHEN ${again} THEN excluded.status ELSE provider_events.status END,
     next_try_at = CASE WHEN ${again} THEN excluded.next_try_at ELSE provider_events.next_try_at END,
     tries = CASE WHEN ${again} THEN 0 ELSE provider_events.tries END
   RETURNING id, provider, provider_account_id AS "providerAccountId", provider_event_id AS "providerEventId",
     next_try_at <= $3 AND lease_until IS NULL AS due`,
)

type KeptRow = Pick<NewNotification, 'id' | 'provider' | 'providerAccountId' | 'providerEventId'> & {
  readonly due: boolean
}

export interface Kept {
  readonly id: string
  /**
   * `held`: new, with a lease of the caller. `due`: stored before and due again, so the caller must claim it. `known`:
   * there is nothing to do for the caller.
   */
  readonly state: 'held' | 'due' | 'known'
}

interface Arrival {
  readonly notification: NewNotification
  readonly receipt: Receipt
}

const batches = createBatches<Arrival, Kept>({
  // Two of the same event cannot be in one statement.
  keyOf: ({ notification }) => nameOf(notification),
  kindOf: ({ notification }) => String(notification.withoutEventId),
  store: keepAll,
})

/**
 * Stores a notification before it is acknowledged. If it must be processed, it is stored with a lease of the receiving
 * process, or due. Those that arrive while others are being stored go together in the next statement.
 */
export function keepNotification(sql: Sql, notification: NewNotification, receipt: Receipt): Promise<Kept> {
  return batches.add(sql, { notification, receipt })
}

async function keepAll(sql: Sql, arrivals: readonly Arrival[]): Promise<Kept[]> {
  // In the same order in every process, so that no two statements wait for each other's rows.
  const sorted = arrivals.toSorted((one, other) => (nameOf(one.notification) < nameOf(other.notification) ? -1 : 1))
  const latest = new Date(Math.max(...arrivals.map(({ receipt }) => receipt.now.getTime())))
  const withoutEventId = arrivals.some(({ notification }) => notification.withoutEventId)
  const rows = await sql.rows(keep, [rowsAsJson(sorted.map(rowOf)), withoutEventId, latest])
  const byName = new Map(rows.map(row => [nameOf(row), row]))
  return arrivals.map(({ notification, receipt }) => {
    const kept = byName.get(nameOf(notification))
    if (kept === undefined) throw new Error('the statement "provider-event-keep" did not return a notification')
    if (kept.id !== notification.id) return { id: kept.id, state: kept.due ? 'due' : 'known' }
    return { id: kept.id, state: notification.status === 'RECEIVED' && receipt.leaseUntil !== null ? 'held' : 'known' }
  })
}

function nameOf({ provider, providerAccountId, providerEventId }: Omit<KeptRow, 'id' | 'due'>): string {
  return `${provider} ${providerAccountId ?? ''} ${providerEventId}`
}

function rowOf({ notification, receipt: { now, leaseUntil } }: Arrival) {
  const { owner, withoutEventId, ...row } = notification
  const isReceived = row.status === 'RECEIVED'
  return {
    ...{ ...row, ...owner, deliveries: 1, tries: 0, receivedAt: now },
    ...{ nextTryAt: isReceived ? now : null, leaseUntil: isReceived ? leaseUntil : null },
  }
}
