import { newId } from '../../base/id.ts'
import type { ProviderCode, Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { Write } from '../sql/write.ts'
import { type ProviderEventRow, providerEvents } from '../tables/provider-event.ts'

/** A notification whose signature holds, as it is first kept. */
export interface Delivered {
  readonly provider: ProviderCode
  readonly owner: Tenant | undefined
  readonly providerEventId: string
  readonly type: string | null
  readonly status: 'RECEIVED' | 'REJECTED' | 'FAILED'
  readonly providerReference: string | null
  readonly sentReference: string | null
  readonly encryptedBody: Buffer
  readonly error: string | null
  /** True where the same again may be another event, since the provider names none: it is looked at every time. */
  readonly withoutEventId: boolean
}

// Unique for ever by (provider, provider_event_id): the same again only counts a delivery, unless the first could not be
// processed: then its sender's next try is ours as well. One that has no name of its own is looked at again; while it waits
// for that already, once is enough.
const again = `(excluded.status = 'RECEIVED' AND (provider_events.status = 'FAILED' OR
  ($14 AND provider_events.status = 'PROCESSED')))`
const keep = statement<{ id: string; due: boolean }>(
  'provider-event-keep',
  `INSERT INTO provider_events (id, provider, merchant_id, mode, provider_event_id, type, status, deliveries,
     provider_reference, sent_reference, encrypted_body, error, tries, next_try_at, received_at)
   VALUES ($1, $2::provider_code, $3, $4::mode, $5, $6, $7::provider_event_status, 1, $8, $9, $10, $11, 0, $12, $13)
   ON CONFLICT (provider, provider_event_id) DO UPDATE SET deliveries = provider_events.deliveries + 1,
     status = CASE WHEN ${again} THEN excluded.status ELSE provider_events.status END,
     next_try_at = CASE WHEN ${again} THEN excluded.next_try_at ELSE provider_events.next_try_at END,
     tries = CASE WHEN ${again} THEN 0 ELSE provider_events.tries END
   RETURNING id, status = 'RECEIVED' AND tries = 0 AND next_try_at = $12 AS due`,
)

/** Keeps a notification before it is acknowledged. `due`: it is to be processed now. */
export async function keepDelivery(sql: Sql, delivered: Delivered, now: Date): Promise<{ id: string; due: boolean }> {
  const kept = await sql.row(keep, [
    newId('providerEvent', now),
    delivered.provider,
    delivered.owner?.merchantId ?? null,
    delivered.owner?.mode ?? null,
    delivered.providerEventId,
    delivered.type,
    delivered.status,
    delivered.providerReference,
    delivered.sentReference,
    delivered.encryptedBody,
    delivered.error,
    delivered.status === 'RECEIVED' ? now : null,
    now,
    delivered.withoutEventId,
  ])
  if (kept === undefined) throw new Error('a notification was not kept')
  return kept
}

const due = statement<{ id: string }>(
  'provider-events-due',
  `SELECT e.id FROM provider_events e WHERE e.next_try_at <= $1 ORDER BY e.next_try_at, e.id LIMIT $2`,
)

export async function dueProviderEvents(sql: Sql, now: Date, limit: number): Promise<string[]> {
  return (await sql.rows(due, [now, limit])).map(({ id }) => id)
}

const find = statement<ProviderEventRow>(
  'provider-event-find',
  `SELECT ${providerEvents.select('e')} FROM provider_events e WHERE e.id = $1`,
)

/** As the gateway itself sees it, whoever it belongs to. */
export function findProviderEvent(sql: Sql, id: string): Promise<ProviderEventRow | undefined> {
  return sql.row(find, [id])
}

/** What became of a notification; written in the statement that applies it. */
export interface Processed {
  readonly id: string
  readonly status: 'PROCESSED' | 'UNMATCHED'
  readonly processedAt: Date
  /** UNMATCHED ones are looked at again: their object may have become known while this was decided. */
  readonly nextTryAt: Date | null
  readonly subject: { readonly type: string; readonly id: string; readonly tenant: Tenant } | null
  /**
   * Of one without an event id, how often it had come when it was read: what came meanwhile may be another event, and is looked at
   * next. Null where a repetition is only that.
   */
  readonly deliveriesSeen: number | null
}

// True where another one came while this was processed.
const more = `(r.deliveries IS NOT NULL AND e.deliveries > r.deliveries)`

export function markProcessed(processed: Processed): Write {
  const { id, status, processedAt, nextTryAt, subject, deliveriesSeen } = processed
  return {
    shape: `processed:provider_events:${subject === null ? 'without' : 'with'}-subject`,
    text: parameter =>
      `UPDATE provider_events e SET processed_at = r.processed_at, error = NULL,
         status = CASE WHEN ${more} THEN 'RECEIVED' ELSE r.status END,
         next_try_at = CASE WHEN ${more} THEN r.processed_at ELSE r.next_try_at END,
         tries = CASE WHEN ${more} THEN 0 ELSE e.tries + 1 END
         ${subject === null ? '' : ', subject_type = r.subject_type, subject_id = r.subject_id, merchant_id = r.merchant_id, mode = r.mode'}
       FROM jsonb_populate_record(null::provider_events, ${parameter}::jsonb) r WHERE e.id = r.id`,
    parameter: JSON.stringify({
      id,
      status,
      processed_at: processedAt,
      next_try_at: nextTryAt,
      deliveries: deliveriesSeen,
      subject_type: subject?.type,
      subject_id: subject?.id,
      merchant_id: subject?.tenant.merchantId,
      mode: subject?.tenant.mode,
    }),
  }
}

const failed = statement<never>(
  'provider-event-failed',
  `UPDATE provider_events SET tries = tries + 1, error = $2, next_try_at = $3,
     status = CASE WHEN $3::timestamptz IS NULL THEN 'FAILED'::provider_event_status ELSE status END
   WHERE id = $1 AND tries = $4 AND status IN ('RECEIVED', 'UNMATCHED')`,
)

/**
 * Processing went wrong: again at `nextTryAt`, or never where that is null. Of several who were at it at once, each having
 * read the same `tries`, the first one counts.
 */
export async function markFailed(
  sql: Sql,
  { id, tries }: Pick<ProviderEventRow, 'id' | 'tries'>,
  error: string,
  nextTryAt: Date | null,
): Promise<void> {
  await sql.rows(failed, [id, error, nextTryAt, tries])
}
