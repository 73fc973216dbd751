import type { ChargeReason, ProviderCode, Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

/** Something that a provider is to be asked about, taken by one worker for as long as its lease. */
export interface DueObject extends Tenant {
  readonly id: string
  readonly provider: ProviderCode
  /** Of charges. */
  readonly reason: ChargeReason | null
  readonly agreementId: string
  readonly changedAt: Date
  /** Until then it is this worker's; what it plans afterwards names it. */
  readonly lease: Date
}

const claim = (table: 'charges' | 'agreements', reason: string, agreementId: string) =>
  statement<DueObject>(
    `${table}-claim-to-reconcile`,
    `WITH claimed AS (
       UPDATE ${table} t SET reconcile_at = $2 WHERE t.id IN (
         SELECT d.id FROM ${table} d WHERE d.reconcile_at <= $1 ORDER BY d.reconcile_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       RETURNING t.*)
     SELECT t.id, t.merchant_id AS "merchantId", t.mode, t.provider, ${reason} AS reason,
       ${agreementId} AS "agreementId", t.updated_at AS "changedAt", t.reconcile_at AS lease
     FROM claimed t ORDER BY t.id`,
  )
const claims = {
  charges: claim('charges', 't.reason', 't.agreement_id'),
  agreements: claim('agreements', 'NULL', 't.id'),
}

export function claimToReconcile(
  sql: Sql,
  table: 'charges' | 'agreements',
  { now, lease, limit }: { now: Date; lease: Date; limit: number },
): Promise<DueObject[]> {
  return sql.rows(claims[table], [now, lease, limit])
}

const plan = (table: 'charges' | 'agreements') =>
  statement<never>(
    `${table}-plan-reconciliation`,
    `UPDATE ${table} SET reconcile_at = $2 WHERE id = $1 AND reconcile_at = $3`,
  )
const plans = { charges: plan('charges'), agreements: plan('agreements') }

/** When it is asked about next; unless it has changed meanwhile, and was planned with that. */
export async function planReconciliation(
  sql: Sql,
  table: 'charges' | 'agreements',
  { id, lease }: DueObject,
  at: Date | null,
): Promise<void> {
  await sql.rows(plans[table], [id, at, lease])
}
