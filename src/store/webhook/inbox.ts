import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { Write } from '../sql/write.ts'
import type { Lease } from '../work-queue/lease.ts'

/** The outcome of processing a notification, written in the same statement as its changes. */
export interface Processed {
  readonly id: string
  readonly fencingToken: number
  readonly status: 'PROCESSED' | 'UNMATCHED'
  readonly processedAt: Date
  /** When to try an UNMATCHED notification again: its object may have become known in the meantime. */
  readonly nextTryAt: Date | null
  readonly subject: {
    readonly type: string
    readonly id: string
    readonly tenant: Tenant
    readonly consumerId: string
    /** Encrypted with the consumer's data key; undefined: as it is stored. */
    readonly encryptedBody: Buffer | undefined
  } | null
  /**
   * For an event without an id: the number of deliveries when it was claimed. A delivery since then may be another
   * event and is processed next. Null: a second delivery is the same event.
   */
  readonly deliveriesSeen: number | null
}

// True if another delivery came while this one was processed.
const more = `(r.deliveries IS NOT NULL AND e.deliveries > r.deliveries)`

// A late notification brings no erased data back.
const ofSubject = `subject_type = r.subject_type, subject_id = r.subject_id, merchant_id = r.merchant_id, mode = r.mode,
         consumer_id = r.consumer_id,
         encrypted_body = CASE WHEN EXISTS (SELECT FROM consumers c WHERE c.id = r.consumer_id AND c.erased_at IS NOT NULL) THEN NULL
           ELSE coalesce(r.encrypted_body, e.encrypted_body) END`

/** Ends the lease as well. Changes nothing if another worker has claimed the notification since. */
export function markProcessed(processed: Processed): Write {
  const { id, fencingToken, status, processedAt, nextTryAt, subject, deliveriesSeen } = processed
  return {
    shape: `processed:provider_events:${subject === null ? 'without' : 'with'}-subject`,
    text: parameter =>
      `UPDATE provider_events e SET processed_at = r.processed_at, error = NULL, lease_until = NULL,
         status = CASE WHEN ${more} THEN 'RECEIVED' ELSE r.status END,
         next_try_at = CASE WHEN ${more} THEN r.processed_at ELSE r.next_try_at END,
         tries = CASE WHEN ${more} THEN 0 ELSE e.tries + 1 END
         ${subject === null ? '' : `, ${ofSubject}`}
       FROM jsonb_populate_record(null::provider_events, ${parameter}::jsonb) r
       WHERE e.id = r.id AND e.fencing_token = r.fencing_token`,
    parameter: JSON.stringify({
      id,
      fencing_token: fencingToken,
      status,
      processed_at: processedAt,
      next_try_at: nextTryAt,
      deliveries: deliveriesSeen,
      subject_type: subject?.type,
      subject_id: subject?.id,
      merchant_id: subject?.tenant.merchantId,
      mode: subject?.tenant.mode,
      consumer_id: subject?.consumerId,
      encrypted_body: subject?.encryptedBody && `\\x${subject.encryptedBody.toString('hex')}`,
    }),
  }
}

const failed = statement<never>(
  'provider-event-failed',
  `UPDATE provider_events SET tries = tries + 1, error = $2, next_try_at = $3, lease_until = NULL,
     status = CASE WHEN $3::timestamptz IS NULL THEN 'FAILED'::provider_event_status ELSE status END
   WHERE id = $1 AND fencing_token = $4 AND status IN ('RECEIVED', 'UNMATCHED')`,
)

/**
 * Records that processing failed: the notification is due again at `nextTryAt`, or never if that is null. Ends the
 * lease. Changes nothing if another worker has claimed the notification since.
 */
export async function markFailed(
  sql: Sql,
  { id, fencingToken }: Pick<Lease, 'id' | 'fencingToken'>,
  error: string,
  nextTryAt: Date | null,
): Promise<void> {
  await sql.rows(failed, [id, error, nextTryAt, fencingToken])
}
