import { firstId } from '../../../base/id.ts'
import type { ProviderCode, Tenant } from '../../../domain/enums.ts'
import type { TimeRange } from '../../../domain/overview/time-range.ts'
import { type Sql, statement } from '../../sql/database.ts'

export interface WebhookLagRow {
  readonly provider: ProviderCode
  readonly received: number
  readonly processed: number
  readonly unmatched: number
  readonly rejected: number
  readonly failed: number
  readonly medianMs: number | null
  readonly p95Ms: number | null
  readonly maxMs: number | null
}

// Reads only the index provider_events_filtered. Equal times are counted before they are sorted: there are few different ones.
const webhookLagStatement = statement<WebhookLagRow>(
  'overview-webhook-lag',
  `WITH counted AS (
     SELECT provider, status, CASE WHEN status = 'PROCESSED'
       THEN round(date_part('epoch', processed_at - received_at) * 1000)::int END AS lag, count(*) AS events
     FROM provider_events
     WHERE merchant_id = $1 AND mode = $2::mode AND id >= $3 AND id < $4
     GROUP BY provider, status, lag),
   ranked AS (
     SELECT *, sum(events) OVER (PARTITION BY provider, lag IS NULL ORDER BY lag) AS up_to,
       sum(events) OVER (PARTITION BY provider, lag IS NULL) AS of
     FROM counted)
   SELECT provider, sum(events)::int AS received,
     coalesce(sum(events) FILTER (WHERE status = 'PROCESSED'), 0)::int AS processed,
     coalesce(sum(events) FILTER (WHERE status = 'UNMATCHED'), 0)::int AS unmatched,
     coalesce(sum(events) FILTER (WHERE status = 'REJECTED'), 0)::int AS rejected,
     coalesce(sum(events) FILTER (WHERE status = 'FAILED'), 0)::int AS failed,
     min(lag) FILTER (WHERE up_to >= of * 0.5) AS "medianMs",
     min(lag) FILTER (WHERE up_to >= of * 0.95) AS "p95Ms",
     max(lag) AS "maxMs"
   FROM ranked GROUP BY provider ORDER BY provider`,
)

/** The webhooks that came in the time range, by provider, and how long each waited until it was processed. */
export function webhookLag(sql: Sql, tenant: Tenant, { from, to }: TimeRange): Promise<WebhookLagRow[]> {
  const range = [firstId('providerEvent', from), firstId('providerEvent', to)]
  return sql.rows(webhookLagStatement, [tenant.merchantId, tenant.mode, ...range])
}
