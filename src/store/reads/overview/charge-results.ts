import { firstId } from '../../../base/id.ts'
import type { ChargeStatus, ProviderCode, Tenant } from '../../../domain/enums.ts'
import type { TimeRange } from '../../../domain/overview/time-range.ts'
import { type Sql, statement } from '../../sql/database.ts'

/** How many charges have all of these in common. */
export interface ChargeResultRow {
  readonly provider: ProviderCode
  readonly paymentMethod: string
  readonly attemptNumber: number
  readonly status: ChargeStatus
  readonly currency: string
  readonly charges: number
  /** In minor units. */
  readonly amount: bigint
}

// Reads only the index charges_filtered.
const chargeResultsStatement = statement<Omit<ChargeResultRow, 'amount'> & { readonly amount: string }>(
  'overview-charge-results',
  `SELECT provider, payment_method AS "paymentMethod", attempt_number AS "attemptNumber", status, currency,
     count(*)::int AS charges, sum(amount)::text AS amount
   FROM charges
   WHERE merchant_id = $1 AND mode = $2::mode AND id >= $3 AND id < $4 AND status <> 'DISCARDED'
   GROUP BY provider, payment_method, attempt_number, status, currency`,
)

/** What became of the charges that were created in the time range, in no order. DISCARDED ones are left out: they reached no provider. */
export async function chargeResults(sql: Sql, tenant: Tenant, { from, to }: TimeRange): Promise<ChargeResultRow[]> {
  const range = [firstId('charge', from), firstId('charge', to)]
  const rows = await sql.rows(chargeResultsStatement, [tenant.merchantId, tenant.mode, ...range])
  return rows.map(row => ({ ...row, amount: BigInt(row.amount) }))
}
