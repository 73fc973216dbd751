import { type Sql, statement } from '../sql/database.ts'

const known = statement<{ id: string }>(
  'provider-requests-known',
  'SELECT id FROM provider_requests WHERE id = ANY ($1)',
)

/** The references that are in the records. */
export async function knownRequests(sql: Sql, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await sql.rows(known, [ids])).map(({ id }) => id))
}

const scheduled = statement<{ scheduleId: string; index: number }>(
  'restore-latest-occurrences',
  `SELECT s.id AS "scheduleId", (SELECT max(o.index) FROM occurrences o WHERE o.schedule_id = s.id) AS index
   FROM schedules s WHERE s.agreement_id = $1`,
)

/** The schedules of an agreement, each with its last known occurrence. */
export function latestOccurrences(sql: Sql, agreementId: string): Promise<{ scheduleId: string; index: number }[]> {
  return sql.rows(scheduled, [agreementId])
}
