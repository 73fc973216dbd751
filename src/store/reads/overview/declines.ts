import { firstId } from '../../../base/id.ts'
import type { FailureKind } from '../../../domain/decline/failure.ts'
import type { ProviderCode, Tenant } from '../../../domain/enums.ts'
import type { TimeRange } from '../../../domain/overview/time-range.ts'
import { type Sql, statement } from '../../sql/database.ts'

export interface DeclineRow {
  readonly provider: ProviderCode
  readonly code: string
  readonly kind: FailureKind
  readonly charges: number
}

/** Codes are few; a limit all the same, because a provider's adapter can pass on what it does not know. */
const MOST_CODES = 200

// Reads the FAILED charges alone, along the index with the status.
const declinesStatement = statement<DeclineRow>(
  'overview-declines',
  `SELECT provider, failure ->> 'code' AS code, failure ->> 'kind' AS kind, count(*)::int AS charges
   FROM charges
   WHERE merchant_id = $1 AND mode = $2::mode AND id >= $3 AND id < $4 AND status = 'FAILED'
   GROUP BY 1, 2, 3 ORDER BY charges DESC, code, provider, kind LIMIT ${MOST_CODES}`,
)

/** The FAILED charges that were created in the time range, by code, the most frequent first. */
export function declinesByCode(sql: Sql, tenant: Tenant, { from, to }: TimeRange): Promise<DeclineRow[]> {
  const range = [firstId('charge', from), firstId('charge', to)]
  return sql.rows(declinesStatement, [tenant.merchantId, tenant.mode, ...range])
}
