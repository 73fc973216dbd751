import { type Sql, statement } from './database.ts'

const ensure = statement<{ logEpoch: string }>(
  'installation-ensure',
  `WITH made AS (
     INSERT INTO installation (id, log_epoch, created_at) VALUES (1, $1, $2)
     ON CONFLICT (id) DO NOTHING RETURNING log_epoch
   )
   SELECT log_epoch AS "logEpoch" FROM made UNION ALL SELECT log_epoch FROM installation LIMIT 1`,
)

/**
 * The log's epoch, made once for each database. Several processes may start at once: all get the one that was kept.
 *
 * @param proposed Taken where there is none yet.
 */
export async function ensureLogEpoch(sql: Sql, proposed: string, now: Date): Promise<string> {
  // A second look, where another process's row was committed after this statement's snapshot was taken.
  const row = (await sql.row(ensure, [proposed, now])) ?? (await sql.row(ensure, [proposed, now]))
  if (row === undefined) throw new Error('the installation has no row')
  return row.logEpoch
}
