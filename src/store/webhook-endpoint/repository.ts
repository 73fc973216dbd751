import { createHash } from 'node:crypto'
import type { Tenant } from '../../domain/enums.ts'
import type { LogPosition } from '../event-log/cursor.ts'
import { type Sql, statement } from '../sql/database.ts'
import { insert, type Write } from '../sql/write.ts'
import { type WebhookEndpointRow, webhookEndpoints } from '../tables.ts'

const columns = webhookEndpoints.select('w')
const ofTenant = 'w.merchant_id = $1 AND w.mode = $2::mode AND w.id = $3'

const find = statement<WebhookEndpointRow>(
  'webhook-endpoint-find',
  `SELECT ${columns} FROM webhook_endpoints w WHERE ${ofTenant}`,
)
const lock = statement<WebhookEndpointRow>(
  'webhook-endpoint-lock',
  `SELECT ${columns} FROM webhook_endpoints w WHERE ${ofTenant} FOR NO KEY UPDATE`,
)

export function findEndpoint(
  sql: Sql,
  { merchantId, mode }: Tenant,
  id: string,
): Promise<WebhookEndpointRow | undefined> {
  return sql.row(find, [merchantId, mode, id])
}

/** For a change. Workers that have it under a lease write only their own columns, and wait for it. */
export function lockEndpoint(
  sql: Sql,
  { merchantId, mode }: Tenant,
  id: string,
): Promise<WebhookEndpointRow | undefined> {
  return sql.row(lock, [merchantId, mode, id])
}

/** The number of the lock under which a merchant's endpoints are counted and added. */
export function endpointsLock({ merchantId, mode }: Tenant): bigint {
  return createHash('sha256').update(`webhookEndpoints:${merchantId}:${mode}`).digest().readBigInt64BE(0)
}

const count = statement<{ count: number }>(
  'webhook-endpoints-count',
  'SELECT count(*)::int AS count FROM webhook_endpoints w WHERE w.merchant_id = $1 AND w.mode = $2::mode',
)

export async function countEndpoints(sql: Sql, { merchantId, mode }: Tenant): Promise<number> {
  return (await sql.row(count, [merchantId, mode]))?.count ?? 0
}

export function newEndpointWrite(row: WebhookEndpointRow): Write {
  return insert(webhookEndpoints, [row])
}

/** What a merchant changes. A former state of failing is forgotten with every change of the URL or the status. */
export interface EndpointChange
  extends Pick<
    WebhookEndpointRow,
    | 'url'
    | 'description'
    | 'eventTypes'
    | 'ordered'
    | 'status'
    | 'disabledReason'
    | 'encryptedSecrets'
    | 'overlapUntil'
    | 'failingSince'
    | 'updatedAt'
  > {
  readonly id: string
}

const change = statement<WebhookEndpointRow>(
  'webhook-endpoint-change',
  `UPDATE webhook_endpoints w SET url = $2, description = $3, event_types = $4, ordered = $5,
     status = $6::webhook_endpoint_status, disabled_reason = $7, encrypted_secrets = $8, overlap_until = $9,
     failing_since = $10, updated_at = $11
   WHERE w.id = $1 RETURNING ${columns}`,
)

export async function changeEndpoint(sql: Sql, row: EndpointChange): Promise<WebhookEndpointRow> {
  const { url, description, eventTypes, ordered, status, disabledReason } = row
  const changed = await sql.row(change, [
    ...[row.id, url, description, [...eventTypes], ordered, status, disabledReason],
    ...[row.encryptedSecrets, row.overlapUntil, row.failingSince, row.updatedAt],
  ])
  if (changed === undefined) throw new Error(`webhook endpoint ${row.id} was not written`)
  return changed
}

const skip = statement<never>(
  'webhook-endpoint-skip',
  `UPDATE webhook_endpoints SET log_xid = $2, log_seq = $3, fencing_token = fencing_token + 1, lease_until = NULL
   WHERE id = $1 AND (log_xid, log_seq) < ($2::bigint, $3::bigint)`,
)

/** Moves its position forward without deliveries. A worker that reads for it loses its lease. */
export async function skipTo(sql: Sql, id: string, { xid, seq }: LogPosition): Promise<void> {
  await sql.rows(skip, [id, xid, seq])
}

const removeDeliveries = statement<{ id: string }>(
  'webhook-deliveries-remove',
  `DELETE FROM webhook_deliveries WHERE id IN (
     SELECT id FROM webhook_deliveries d WHERE d.merchant_id = $1 AND d.mode = $2::mode AND d.endpoint_id = $3 LIMIT $4)
   RETURNING id`,
)

/** Removes deliveries of an endpoint. Returns how many. */
export async function removeSomeDeliveries(
  sql: Sql,
  { merchantId, mode }: Tenant,
  id: string,
  limit: number,
): Promise<number> {
  return (await sql.rows(removeDeliveries, [merchantId, mode, id, limit])).length
}

const remove = statement<{ id: string }>(
  'webhook-endpoint-remove',
  `DELETE FROM webhook_endpoints w WHERE ${ofTenant} RETURNING w.id`,
)

/** Returns false if there was none. */
export async function removeEndpoint(sql: Sql, { merchantId, mode }: Tenant, id: string): Promise<boolean> {
  return (await sql.row(remove, [merchantId, mode, id])) !== undefined
}
