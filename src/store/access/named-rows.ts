import type { NamedObjects, NamedRows } from '../../domain/access/client-grant.ts'
import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

interface FoundRows extends NamedRows {
  /** When a consumer of these objects was erased; null if none was. */
  readonly erasedAt: Date | null
}

const find = statement<FoundRows>(
  'client-grant-named-rows',
  `SELECT
     (SELECT json_build_object('id', c.id) FROM consumers c
      WHERE c.id = $3 AND c.merchant_id = $1 AND c.mode = $2::mode) AS consumer,
     (SELECT json_build_object('id', a.id, 'consumerId', a.consumer_id) FROM agreements a
      WHERE a.id = $4 AND a.merchant_id = $1 AND a.mode = $2::mode) AS agreement,
     (SELECT json_build_object('id', c.id, 'consumerId', c.consumer_id, 'agreementId', c.agreement_id,
        'scheduleId', c.schedule_id, 'occurrenceId', c.occurrence_id) FROM charges c
      WHERE c.id = $5 AND c.merchant_id = $1 AND c.mode = $2::mode) AS charge,
     (SELECT min(c.erased_at) FROM consumers c
      WHERE c.merchant_id = $1 AND c.mode = $2::mode AND (c.id = $3
        OR c.id = (SELECT a.consumer_id FROM agreements a WHERE a.id = $4 AND a.merchant_id = $1 AND a.mode = $2::mode)
        OR c.id = (SELECT g.consumer_id FROM charges g WHERE g.id = $5 AND g.merchant_id = $1 AND g.mode = $2::mode)
      )) AS "erasedAt"`,
)

/** The objects that a grant names; null for each that the tenant does not have. */
export async function findNamedRows(
  sql: Sql,
  { merchantId, mode }: Tenant,
  { consumerId, agreementId, chargeId }: NamedObjects,
): Promise<FoundRows> {
  const row = await sql.row(find, [merchantId, mode, consumerId, agreementId, chargeId])
  if (row === undefined) throw new Error("the statement for a grant's objects must return one row, and returned none")
  return row
}
