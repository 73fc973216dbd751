import { randomBytes } from 'node:crypto'
import type { Vault } from '../base/encryption.ts'
import { StartupError } from '../base/log/startup-error.ts'
import { ensureInstallation } from '../store/merchant/installation.ts'
import type { Database } from '../store/sql/database.ts'

const CHECKED = 'perennial'

/**
 * The epoch of the database's event log. A gateway whose master key differs from the one of the database does not
 * start: it could not read the stored data, and would write data that others cannot read.
 */
export async function openInstallation(database: Database, vault: Vault, now: Date): Promise<string> {
  const proposed = { logEpoch: randomBytes(6).toString('base64url'), keyCheck: vault.mac('check', CHECKED) }
  const { logEpoch, keyCheck } = await ensureInstallation(database, proposed, now)
  if (!vault.macMatches('check', CHECKED, keyCheck))
    throw new StartupError(
      'The database was encrypted with another master key: set the ENCRYPTION_KEY, or restore the DATA_DIR, that belongs to this database.',
    )
  return logEpoch
}
