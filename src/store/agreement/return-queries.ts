import { type Sql, statement } from '../sql/database.ts'

const claim = statement<{ id: string }>(
  'return-query-claim',
  `INSERT INTO return_queries AS q (subject_id, next_at) VALUES ($1, $2)
   ON CONFLICT (subject_id) DO UPDATE SET next_at = excluded.next_at WHERE q.next_at <= $3
   RETURNING q.subject_id AS id`,
)

/** Returns true to one caller, in all processes together, until `nextAt`. Both times are real time. */
export async function claimReturnQuery(
  sql: Sql,
  subjectId: string,
  { now, nextAt }: { readonly now: Date; readonly nextAt: Date },
): Promise<boolean> {
  return (await sql.row(claim, [subjectId, nextAt, now])) !== undefined
}

const sweep = statement<{ id: string }>(
  'return-queries-sweep',
  `DELETE FROM return_queries WHERE ctid IN (
     SELECT ctid FROM return_queries WHERE next_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
   RETURNING subject_id AS id`,
)

/** Deletes claims that have expired. Returns how many. */
export async function sweepReturnQueries(sql: Sql, now: Date, limit: number): Promise<number> {
  return (await sql.rows(sweep, [now, limit])).length
}
