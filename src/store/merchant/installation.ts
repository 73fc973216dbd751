import { type Sql, statement } from '../sql/database.ts'

/** The data that identifies the installation of a database. */
export interface Installation {
  /** Part of every cursor. */
  readonly logEpoch: string
  /** A keyed hash that identifies the master key with which the data was encrypted. */
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
 * The installation's row, created once for each database. Several processes may start at once: all get the row that was
 * stored first.
 *
 * @param proposed Stored if there is no row yet.
 */
export async function ensureInstallation(sql: Sql, proposed: Installation, now: Date): Promise<Installation> {
  const values = [proposed.logEpoch, proposed.keyCheck, now]
  // Runs a second time if another process's row was committed after the first statement's snapshot.
  const row = (await sql.row(ensure, values)) ?? (await sql.row(ensure, values))
  if (row === undefined) throw new Error('the table of the installation must have one row, and has none')
  return row
}
