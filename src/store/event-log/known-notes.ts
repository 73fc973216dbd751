import { type Sql, statement } from '../sql/database.ts'

const known = statement<{ type: string; key: string }>(
  'event-known-notes',
  `SELECT type, data->>'key' AS key FROM events WHERE subject_id = $1 AND NOT change`,
)

/** Leaves out what stands in the log already: the same contradiction, told again, changes nothing. */
export async function withoutKnownNotes<N extends { readonly type: string; readonly key: string }>(
  sql: Sql,
  subjectId: string,
  notes: readonly N[],
): Promise<readonly N[]> {
  if (notes.length === 0) return notes
  const before = new Set((await sql.rows(known, [subjectId])).map(({ type, key }) => `${type} ${key}`))
  return notes.filter(({ type, key }) => !before.has(`${type} ${key}`))
}
