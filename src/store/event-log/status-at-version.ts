import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

const statusChanges = `events e
       WHERE e.subject_id = $3 AND e.merchant_id = $1 AND e.mode = $2::mode AND e.change AND e.status IS NOT NULL`

const statusAtVersion = statement<{ status: string | null }>(
  'log-status-at-version',
  `SELECT coalesce(
     (SELECT e.status FROM ${statusChanges} AND e.version <= $4 ORDER BY e.version DESC LIMIT 1),
     (SELECT e.previous_status FROM ${statusChanges} AND e.version > $4 ORDER BY e.version LIMIT 1),
     (SELECT c.status::text FROM charges c WHERE c.id = $3 AND c.merchant_id = $1 AND c.mode = $2::mode),
     (SELECT a.status::text FROM agreements a WHERE a.id = $3 AND a.merchant_id = $1 AND a.mode = $2::mode),
     (SELECT s.status::text FROM schedules s WHERE s.id = $3 AND s.merchant_id = $1 AND s.mode = $2::mode)) AS status`,
)

/**
 * The status that a subject had at a version: set by the last status change up to that version. If that event is archived,
 * the next change says which status it ended, and without one the status is still the subject's.
 */
export async function readStatusAtVersion(
  sql: Sql,
  tenant: Tenant,
  { subjectId, version }: { readonly subjectId: string; readonly version: number },
): Promise<string> {
  const row = await sql.row(statusAtVersion, [tenant.merchantId, tenant.mode, subjectId, version])
  if (!row?.status) throw new Error(`${subjectId} has no status at version ${version} in the log`)
  return row.status
}
