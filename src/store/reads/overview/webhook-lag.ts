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

// Reads only the index provider_events_overview.
const webhookLagStatement = statement<WebhookLagRow>(
  'overview-webhook-lag',
  `WITH event AS (
     SELECT provider, status,
       CASE WHEN status = 'PROCESSED' THEN round(extract(epoch FROM processed_at - received_at) * 1000)::int END AS lag
     FROM provider_events
     WHERE merchant_id = $1 AND mode = $2::mode AND id >= $3 AND id < $4)
   SELECT provider, count(*)::int AS received,
     (count(*) FILTER (WHERE status = 'PROCESSED'))::int AS processed,
     (count(*) FILTER (WHERE status = 'UNMATCHED'))::int AS unmatched,
     (count(*) FILTER (WHERE status = 'REJECTED'))::int AS rejected,
     (count(*) FILTER (WHERE status = 'FAILED'))::int AS failed,
     percentile_disc(0.5) WITHIN GROUP (ORDER BY lag) AS "medianMs",
     percentile_disc(0.95) WITHIN GROUP (ORDER BY lag) AS "p95Ms",
     max(lag) AS "maxMs"
   FROM event GROUP BY provider ORDER BY provider`,
)

/** The webhooks that came in the time range, by provider, and how long each waited until it was processed. */
export function webhookLag(sql: Sql, tenant: Tenant, { from, to }: TimeRange): Promise<WebhookLagRow[]> {
  const range = [firstId('providerEvent', from), firstId('providerEvent', to)]
  return sql.rows(webhookLagStatement, [tenant.merchantId, tenant.mode, ...range])
}
