import { type Sql, statement } from '../sql/database.ts'

/** What makes a database this installation. */
export interface Installation {
  /** Named in every cursor. */
  readonly logEpoch: string
  /** A keyed hash by which the master key that the data was encrypted with is recognized. */
  readonly keyCheck: Buffer
}

const ensure = statement<Installation>(
  'installation-ensure',
  `WITH made AS (
     INSERT INTO installation (id, log_epoch, key_check, created_at) VALUES (1, $1, $2, $3)
     ON CONFLICT (id) DO NOTHING RETURNING log_epoch, key_check
   )
   SELECT log_epoch AS "logEpoch", key_check AS "keyCheck" FROM made
   UNION ALL SELECT log_epoch, key_check FROM installation LIMIT 1`,
)

/**
 * The installation's row, made once for each database. Several processes may start at once: all get the one that was
 * kept.
 *
 * @param proposed Taken where there is none yet.
 */
export async function ensureInstallation(sql: Sql, proposed: Installation, now: Date): Promise<Installation> {
  const values = [proposed.logEpoch, proposed.keyCheck, now]
  // A second look, where another process's row was committed after this statement's snapshot was taken.
  const row = (await sql.row(ensure, values)) ?? (await sql.row(ensure, values))
  if (row === undefined) throw new Error('the installation has no row')
  return row
}
