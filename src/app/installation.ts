import { randomBytes } from 'node:crypto'
import type { Vault } from '../base/encryption.ts'
import { StartupError } from '../base/log/startup-error.ts'
import { ensureInstallation } from '../store/merchant/installation.ts'
import type { Database } from '../store/sql/database.ts'

const CHECKED = 'perennial'

/**
 * The epoch of the database's log. A gateway with another master key than the data was encrypted with does not start: it
 * could read nobody's data, and would encrypt new data that the others cannot read.
 */
export async function openInstallation(database: Database, vault: Vault, now: Date): Promise<string> {
  const proposed = { logEpoch: randomBytes(6).toString('base64url'), keyCheck: vault.mac('check', CHECKED) }
  const { logEpoch, keyCheck } = await ensureInstallation(database, proposed, now)
  if (!vault.macMatches('check', CHECKED, keyCheck))
    throw new StartupError(
      'The database was written with another master key: set the ENCRYPTION_KEY, or restore the DATA_DIR, that belongs to it.',
    )
  return logEpoch
}
