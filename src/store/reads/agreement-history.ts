import type { Failure } from '../../domain/decline/failure.ts'
import type { AgreementStatus, EventSource, Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { idsIn } from './ids.ts'

export interface AgreementHistoryRow {
  readonly agreementId: string
  readonly status: AgreementStatus
  readonly source: EventSource
  readonly failure: Failure | null
  readonly at: Date
}

const agreementHistoryStatement = statement<AgreementHistoryRow>(
  'agreement-history',
  `SELECT event.subject_id AS "agreementId", event.status, event.source,
          CASE WHEN event.status = 'FAILED' THEN event.data -> 'failure' END AS failure, event.occurred_at AS at
   FROM events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND event.subject_id = ANY (${idsIn('$3')}::text[]) AND event.status IS NOT NULL
   ORDER BY event.seq`,
)

/**
 * All statuses that the agreements have had, oldest first, from the log, which has one event for each change of status.
 */
export function agreementHistory(
  sql: Sql,
  tenant: Tenant,
  agreementIds: readonly string[],
): Promise<AgreementHistoryRow[]> {
  return sql.rows(agreementHistoryStatement, [tenant.merchantId, tenant.mode, agreementIds])
}
