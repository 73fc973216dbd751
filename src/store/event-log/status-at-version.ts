import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

const statusAtVersion = statement<{ status: string }>(
  'log-status-at-version',
  `SELECT e.status FROM events e
   WHERE e.subject_id = $3 AND e.merchant_id = $1 AND e.mode = $2::mode AND e.version <= $4 AND e.change AND e.status IS NOT NULL
   ORDER BY e.version DESC LIMIT 1`,
)

/** The status that a subject had at a version: set by the last status change up to that version. */
export async function readStatusAtVersion(
  sql: Sql,
  tenant: Tenant,
  { subjectId, version }: { readonly subjectId: string; readonly version: number },
): Promise<string> {
  const row = await sql.row(statusAtVersion, [tenant.merchantId, tenant.mode, subjectId, version])
  if (row === undefined) throw new Error(`${subjectId} has no status at version ${version} in the log`)
  return row.status
}
