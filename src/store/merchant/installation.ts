import type { SystemKeys } from '../../base/encryption.ts'
import { type Sql, statement } from '../sql/database.ts'

/** The data that identifies the installation of a database. */
export interface Installation {
  /** Part of every cursor. */
  readonly logEpoch: string
  /** A keyed hash that identifies the master key with which the data was encrypted. */
  readonly keyCheck: Uint8Array
  /** Wrapped by a master key. Null in a database that no gateway version with data keys has opened yet. */
  readonly systemKey: Uint8Array | null
  readonly fingerprintKey: Uint8Array | null
}

const columns =
  'log_epoch AS "logEpoch", key_check AS "keyCheck", system_key AS "systemKey", fingerprint_key AS "fingerprintKey"'
const ensure = statement<Installation>(
  'installation-ensure',
  `WITH made AS (
     INSERT INTO installation (id, log_epoch, key_check, created_at, system_key, fingerprint_key)
     VALUES (1, $1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING RETURNING *
   )
   SELECT ${columns} FROM made UNION ALL SELECT ${columns} FROM installation LIMIT 1`,
)

/**
 * The installation's row, created once for each database. Several processes may start at once: all get the row that was
 * stored first.
 *
 * @param proposed Stored if there is no row yet.
 */
export async function ensureInstallation(sql: Sql, proposed: Installation, now: Date): Promise<Installation> {
  const values = [proposed.logEpoch, proposed.keyCheck, now, proposed.systemKey, proposed.fingerprintKey]
  // Runs a second time if another process's row was committed after the first statement's snapshot.
  const row = (await sql.row(ensure, values)) ?? (await sql.row(ensure, values))
  if (row === undefined) throw new Error('the table of the installation must have one row, and has none')
  return row
}

const give = statement<Pick<Installation, 'systemKey' | 'fingerprintKey'>>(
  'installation-give-keys',
  `UPDATE installation SET system_key = coalesce(system_key, $1), fingerprint_key = coalesce(fingerprint_key, $2)
   RETURNING system_key AS "systemKey", fingerprint_key AS "fingerprintKey"`,
)

/**
 * Stores keys for an installation of an earlier version. Several processes may do so at once: all of them get the keys
 * that were stored first.
 */
export async function giveSystemKeys(sql: Sql, keys: SystemKeys): Promise<SystemKeys> {
  const kept = await sql.row(give, [keys.systemKey, keys.fingerprintKey])
  if (kept?.systemKey == null || kept.fingerprintKey === null) throw new Error('the installation has no keys')
  return { systemKey: kept.systemKey, fingerprintKey: kept.fingerprintKey }
}

const find = statement<Installation>('installation-find', `SELECT ${columns} FROM installation`)

export async function findInstallation(sql: Sql): Promise<Installation> {
  const row = await sql.row(find)
  if (row === undefined) throw new Error('the installation has no row')
  return row
}

const change = statement<{ id: number }>(
  'installation-change-keys',
  `UPDATE installation SET key_check = $2, system_key = $3, fingerprint_key = $4 WHERE key_check = $1 RETURNING id`,
)

/**
 * Changes the key check, and the keys wrapped under the master key that it names. False if another process has changed
 * it meanwhile.
 */
export async function changeInstallationKeys(
  sql: Sql,
  before: Pick<Installation, 'keyCheck'>,
  after: Pick<Installation, 'keyCheck'> & SystemKeys,
): Promise<boolean> {
  const values = [before.keyCheck, after.keyCheck, after.systemKey, after.fingerprintKey]
  return (await sql.row(change, values)) !== undefined
}
