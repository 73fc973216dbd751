import type { Tenant } from '../../domain/enums.ts'
import type { WebhookTry } from '../../domain/webhook-endpoint/delivery.ts'
import type { LogPosition } from '../event-log/cursor.ts'
import { snakeCase } from '../sql/columns.ts'
import { type Sql, statement } from '../sql/database.ts'
import { rowsAsJson } from '../sql/write.ts'
import { type WebhookDeliveryRow, webhookDeliveries } from '../tables.ts'
import type { Lease } from '../work-queue/lease.ts'

const columns = webhookDeliveries.select('d')
const names = webhookDeliveries.columns.map(snakeCase)
const insertFrom = (parameter: string) =>
  `INSERT INTO webhook_deliveries (${names.join(', ')})
   SELECT ${names.map(name => `r.${name}`).join(', ')} FROM jsonb_populate_recordset(null::webhook_deliveries, ${parameter}::jsonb) r`

const storeRead = statement<never>(
  'webhook-endpoint-read',
  `WITH moved AS (
     UPDATE webhook_endpoints SET log_xid = $3, log_seq = $4, read_at = $5, lease_until = NULL
     WHERE id = $1 AND fencing_token = $2 AND status = 'ENABLED' RETURNING id)
   ${insertFrom('$6')} WHERE EXISTS (SELECT FROM moved)
   ON CONFLICT (endpoint_id, event_id) WHERE NOT replayed DO NOTHING`,
)

/**
 * Stores what was read of the log for an endpoint, and moves its position, in one statement: both or neither. Ends the
 * lease. Changes nothing if another worker has claimed the endpoint, or if it is no longer enabled.
 */
export async function storeReadEvents(
  sql: Sql,
  { id, fencingToken }: Pick<Lease, 'id' | 'fencingToken'>,
  read: {
    readonly position: LogPosition
    readonly realNow: Date
    readonly deliveries: readonly WebhookDeliveryRow[]
  },
): Promise<void> {
  const { position, realNow, deliveries } = read
  await sql.rows(storeRead, [id, fencingToken, position.xid, position.seq, realNow, rowsAsJson(deliveries)])
}

const storeReplayed = statement<{ id: string }>(
  'webhook-deliveries-replay',
  `${insertFrom('$1')} WHERE NOT EXISTS (SELECT FROM webhook_deliveries d
     WHERE d.event_id = r.event_id AND d.endpoint_id = r.endpoint_id
       AND (d.state = 'PENDING' OR ($2 AND d.state = 'SUCCEEDED')))
   RETURNING id`,
)

/**
 * Stores events to be delivered again, besides those that still wait. Returns how many.
 * @param onlyUndelivered Also leaves out events that were delivered.
 */
export async function storeReplay(
  sql: Sql,
  deliveries: readonly WebhookDeliveryRow[],
  onlyUndelivered: boolean,
): Promise<number> {
  return (await sql.rows(storeReplayed, [rowsAsJson(deliveries), onlyUndelivered])).length
}

const settle = statement<never>(
  'webhook-delivery-settle',
  `WITH settled AS (
     UPDATE webhook_deliveries d SET state = $3::webhook_delivery_state, tries = $4::jsonb, step = $5, next_at = $6,
       ended_at = $7, lease_until = NULL
     WHERE d.id = $1 AND d.fencing_token = $2 AND d.state = 'PENDING' RETURNING d.endpoint_id)
   UPDATE webhook_endpoints w SET failing_since = CASE WHEN $8::timestamptz IS NULL THEN NULL ELSE coalesce(w.failing_since, $8) END,
     impaired = $9, disabled_reason = coalesce(w.disabled_reason, $10),
     status = CASE WHEN $10::text IS NULL THEN w.status ELSE 'DISABLED' END
   FROM settled WHERE w.id = settled.endpoint_id
     AND ((w.failing_since IS NULL) <> ($8::timestamptz IS NULL) OR w.impaired <> $9 OR $10::text IS NOT NULL)`,
)

/** How a try ended. */
export interface Settled extends Pick<WebhookDeliveryRow, 'state' | 'step' | 'nextAt' | 'endedAt'> {
  readonly tries: readonly WebhookTry[]
  /** The time of a failure; null after a success. */
  readonly failedAt: Date | null
  readonly impaired: boolean
  /** Disables the endpoint. */
  readonly disabledReason: string | null
}

/** Ends the lease. Changes nothing if another worker has claimed the delivery. */
export async function settleDelivery(
  sql: Sql,
  { id, fencingToken }: Pick<Lease, 'id' | 'fencingToken'>,
  settled: Settled,
): Promise<void> {
  const { state, tries, step, nextAt, endedAt, failedAt, impaired, disabledReason } = settled
  await sql.rows(settle, [
    ...[id, fencingToken, state, JSON.stringify(tries), step, nextAt, endedAt],
    ...[failedAt, impaired, disabledReason],
  ])
}

const retry = statement<WebhookDeliveryRow>(
  'webhook-delivery-retry',
  `UPDATE webhook_deliveries d SET state = 'PENDING', step = 0, next_at = $4, ended_at = NULL
   WHERE d.merchant_id = $1 AND d.mode = $2::mode AND d.id = $3 RETURNING ${columns}`,
)

/** Makes a delivery due now, with the whole retry schedule before it. */
export function retryDelivery(
  sql: Sql,
  { merchantId, mode }: Tenant,
  id: string,
  now: Date,
): Promise<WebhookDeliveryRow | undefined> {
  return sql.row(retry, [merchantId, mode, id, now])
}

const sweep = statement<{ id: string }>(
  'webhook-deliveries-sweep',
  `DELETE FROM webhook_deliveries WHERE ctid IN (
     SELECT ctid FROM webhook_deliveries WHERE ended_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
   RETURNING id`,
)

/** How long an ended delivery is kept. */
export const KEPT_DAYS = 30
const DAY_MS = 86_400_000

/** Removes deliveries that ended long ago. Returns how many. */
export async function sweepDeliveries(sql: Sql, now: Date, limit: number): Promise<number> {
  return (await sql.rows(sweep, [new Date(now.getTime() - KEPT_DAYS * DAY_MS), limit])).length
}
