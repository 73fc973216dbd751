import { firstId } from '../../../base/id.ts'
import type { Tenant } from '../../../domain/enums.ts'
import { type Sql, type Statement, statement } from '../../sql/database.ts'

export const attentionKinds = [
  'CHARGE_FLAGGED',
  'AGREEMENT_FLAGGED',
  'OUTCOME_UNKNOWN',
  'INTEGRITY_VIOLATED',
  'WEBHOOK_FAILED',
  'WEBHOOK_UNMATCHED',
  'WEBHOOK_ENDPOINT_DISABLED',
  'SCHEDULE_HALTED',
] as const
export type AttentionKind = (typeof attentionKinds)[number]

export interface AttentionRow {
  readonly objectId: string
  readonly since: Date
  /** A code or words; null if the kind says all. */
  readonly reason: string | null
}

/** Beyond this many, objects are neither counted nor sorted: the cost of the list has a limit. */
export const MOST_COUNTED = 1_000

// Each reads one partial index. $1 merchant, $2 mode, $3 the time before which it counts, as a time or as an id.
const tenant = 'merchant_id = $1 AND mode = $2::mode'
const flagged = (table: string) =>
  `SELECT id AS "objectId", updated_at AS since, NULL AS reason FROM ${table}
   WHERE ${tenant} AND needs_attention AND $3::timestamptz IS NOT NULL ORDER BY id`
const webhooks = (status: string) =>
  `SELECT id AS "objectId", received_at AS since, coalesce(error, type) AS reason FROM provider_events
   WHERE ${tenant} AND status = '${status}' AND id >= $3::text ORDER BY id DESC`

const queries: Readonly<Record<AttentionKind, string>> = {
  CHARGE_FLAGGED: flagged('charges'),
  AGREEMENT_FLAGGED: flagged('agreements'),
  OUTCOME_UNKNOWN: `SELECT coalesce(charge_id, agreement_id) AS "objectId", first_sent_at AS since, purpose::text AS reason
    FROM provider_requests WHERE ${tenant} AND state = 'UNKNOWN' AND first_sent_at < $3::timestamptz ORDER BY first_sent_at, id`,
  // Violations are few, and say nothing of their tenant: the one that has the object.
  INTEGRITY_VIOLATED: `SELECT violation.object_id AS "objectId", violation.found_at AS since, violation.check_name AS reason
    FROM integrity_violations violation
    WHERE $3::timestamptz IS NOT NULL AND EXISTS (
      ${['charges', 'agreements', 'consumers', 'schedules', 'occurrences']
        .map(table => `SELECT FROM ${table} WHERE id = violation.object_id AND ${tenant}`)
        .join(' UNION ALL ')})
    ORDER BY violation.found_at, violation.object_id`,
  WEBHOOK_FAILED: webhooks('FAILED'),
  WEBHOOK_UNMATCHED: webhooks('UNMATCHED'),
  WEBHOOK_ENDPOINT_DISABLED: `SELECT id AS "objectId", coalesce(failing_since, updated_at) AS since, disabled_reason AS reason
    FROM webhook_endpoints WHERE ${tenant} AND status = 'DISABLED' AND $3::timestamptz IS NOT NULL ORDER BY id`,
  // Paused by its retry policy, not by the merchant: then an occurrence has failed for the same reason.
  SCHEDULE_HALTED: `SELECT schedule.id AS "objectId", schedule.updated_at AS since, schedule.status_reason AS reason
    FROM schedules schedule
    WHERE schedule.merchant_id = $1 AND schedule.mode = $2::mode AND schedule.status = 'PAUSED'
      AND schedule.status_reason IS NOT NULL AND $3::timestamptz IS NOT NULL
      AND EXISTS (SELECT FROM occurrences WHERE schedule_id = schedule.id AND status = 'FAILED'
        AND status_reason = schedule.status_reason)
    ORDER BY schedule.id`,
}

interface Counted extends AttentionRow {
  readonly count: number
}

const statements = Object.fromEntries(
  attentionKinds.map(kind => [
    kind,
    statement<Counted>(
      `attention-${kind.toLowerCase().replaceAll('_', '-')}`,
      `WITH found AS MATERIALIZED (${queries[kind]} LIMIT ${MOST_COUNTED})
       SELECT (SELECT count(*)::int FROM found) AS count, "objectId", since, reason
       FROM found ORDER BY since, "objectId" LIMIT $4`,
    ),
  ]),
) as Record<AttentionKind, Statement<Counted>>

const HOUR_MS = 3_600_000
/** Status queries settle most lost responses within minutes. */
const UNKNOWN_FOR_MS = HOUR_MS
/** For so long, a webhook waits for its object. */
const WEBHOOKS_OF_MS = 30 * 24 * HOUR_MS

function boundOf(kind: AttentionKind, now: Date): Date | string {
  const back = (ms: number) => new Date(now.getTime() - ms)
  if (kind === 'WEBHOOK_FAILED' || kind === 'WEBHOOK_UNMATCHED') return firstId('providerEvent', back(WEBHOOKS_OF_MS))
  return kind === 'OUTCOME_UNKNOWN' ? back(UNKNOWN_FOR_MS) : now
}

export interface FoundAttention {
  /** At most MOST_COUNTED. */
  readonly count: number
  /** The oldest, oldest first. */
  readonly rows: readonly AttentionRow[]
}

/** What a person has to look at, of one kind. */
export async function findAttention(
  sql: Sql,
  { merchantId, mode }: Tenant,
  kind: AttentionKind,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<FoundAttention> {
  // The count comes with a row.
  const rows = await sql.rows(statements[kind], [merchantId, mode, boundOf(kind, now), Math.max(1, limit)])
  return { count: rows[0]?.count ?? 0, rows: rows.slice(0, limit) }
}
