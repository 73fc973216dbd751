import type { NamedObjects, NamedRows } from '../../domain/access/client-grant.ts'
import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

const find = statement<NamedRows>(
  'client-grant-named-rows',
  `SELECT
     (SELECT json_build_object('id', c.id) FROM consumers c
      WHERE c.id = $3 AND c.merchant_id = $1 AND c.mode = $2::mode) AS consumer,
     (SELECT json_build_object('id', a.id, 'consumerId', a.consumer_id) FROM agreements a
      WHERE a.id = $4 AND a.merchant_id = $1 AND a.mode = $2::mode) AS agreement,
     (SELECT json_build_object('id', c.id, 'consumerId', c.consumer_id, 'agreementId', c.agreement_id,
        'scheduleId', c.schedule_id, 'occurrenceId', c.occurrence_id) FROM charges c
      WHERE c.id = $5 AND c.merchant_id = $1 AND c.mode = $2::mode) AS charge`,
)

/** The objects that a grant names; null for each that the tenant does not have. */
export async function findNamedRows(
  sql: Sql,
  { merchantId, mode }: Tenant,
  { consumerId, agreementId, chargeId }: NamedObjects,
): Promise<NamedRows> {
  const row = await sql.row(find, [merchantId, mode, consumerId, agreementId, chargeId])
  if (row === undefined) throw new Error('the objects of a grant were answered without a row')
  return row
}
