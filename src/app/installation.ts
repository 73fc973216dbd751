import { randomBytes } from 'node:crypto'
import { keyCheckOf, recognizeKey } from '../base/encryption/key-check.ts'
import type { MasterKeys } from '../base/encryption/keys.ts'
import { createVault, newSystemKeys, type Vault } from '../base/encryption.ts'
import { StartupError } from '../base/log/startup-error.ts'
import type { Restored } from '../operations/command/deps.ts'
import { ensureInstallation, giveSystemKeys } from '../store/merchant/installation.ts'
import { readRestore } from '../store/merchant/restore.ts'
import type { Database } from '../store/sql/database.ts'

export interface OpenedInstallation {
  readonly logEpoch: string
  readonly vault: Vault
  /** Undefined if it was never restored from a backup. */
  readonly restored: Restored | undefined
}

/**
 * The epoch of the database's event log, and the vault with its keys. A gateway without the master key of the database
 * does not start: it could not read the stored data, and would write data that others cannot read.
 */
export async function openInstallation(
  database: Database,
  masters: MasterKeys,
  now: Date,
): Promise<OpenedInstallation> {
  const keyCheck = keyCheckOf(masters.current, 'format2')
  const proposed = { logEpoch: randomBytes(6).toString('base64url'), keyCheck, ...newSystemKeys(masters) }
  const found = await ensureInstallation(database, proposed, now)
  const known = recognizeKey(masters, found.keyCheck)
  if (known === undefined)
    throw new StartupError(
      'The database was encrypted with another master key: set the ENCRYPTION_KEY, or restore the DATA_DIR, that belongs to this database. ' +
        'During a rotation, add the former key to ENCRYPTION_KEY_PREVIOUS.',
    )
  const { systemKey, fingerprintKey, logEpoch } = found
  const keys =
    systemKey !== null && fingerprintKey !== null
      ? { systemKey, fingerprintKey }
      : await giveSystemKeys(database, newSystemKeys(masters, known.key))
  const { restoredAt: at, asksFirstUntil, schedulesHeld } = await readRestore(database)
  const restored = at && asksFirstUntil ? { at, asksFirstUntil, schedulesHeld } : undefined
  return { logEpoch, restored, vault: createVault(masters, keys, { acceptsFormat1: known.format === 'format1' }) }
}
