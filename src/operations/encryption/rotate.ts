import { keyCheckOf, recognizeKey } from '../../base/encryption/key-check.ts'
import type { MasterKeys } from '../../base/encryption/keys.ts'
import type { EncryptedColumn } from '../../base/encryption/values.ts'
import { systemKeyOwners, type Vault } from '../../base/encryption.ts'
import { addMissingDataKeys, rewrapDataKeys } from '../../store/consumer/data-keys.ts'
import { rehashEmails } from '../../store/encryption/email-hashes.ts'
import { readValues, rewriteValues } from '../../store/encryption/values.ts'
import { changeInstallationKeys, findInstallation } from '../../store/merchant/installation.ts'
import type { Database, Sql } from '../../store/sql/database.ts'
import { columns, type EncryptionStatus, encryptionStatus, leftToRotate, PAGE } from './status.ts'

interface Rotation {
  readonly database: Database
  readonly masters: MasterKeys
  /** The vault with these master keys and the keys of the database. */
  readonly vault: Vault
  readonly now: () => Date
  /** Called after each batch with the work that was done so far. */
  readonly onProgress: (what: string, done: number) => void
  /** Rows of one batch. */
  readonly batchSize?: number
}

/**
 * Moves everything to the current master key. It wraps the keys of the installation and of the consumers again, gives a
 * data key to consumers that have none because they were created by an earlier version, encrypts values again that are
 * in format 1 or under the installation's key, and hashes e-mail addresses again.
 *
 * It can run while a gateway is under load: each batch is one short statement, which writes a row only if the row has
 * not changed since it was read. It can stop at any point and be run again: finished work is skipped.
 */
export async function encryptionRotate(rotation: Rotation): Promise<EncryptionStatus> {
  const { database, vault, now, masters, batchSize: limit = PAGE } = rotation
  await rewrapInstallation(rotation)
  await inBatches(rotation, 'data keys created', async (sql, after) => {
    const made = await addMissingDataKeys(sql, vault, { after, limit, now: now() })
    return made && { last: made.last, done: made.added }
  })
  await inBatches(rotation, 'data keys wrapped again', async (sql, after) => {
    const made = await rewrapDataKeys(sql, vault, { after, limit })
    return made && { last: made.last, done: made.rewrapped }
  })
  for (const column of columns)
    await inBatches(rotation, column, (sql, after) => rewriteNext(sql, vault, column, { after, limit }))
  await inBatches(rotation, 'e-mail hashes', async (sql, after) => {
    const made = await rehashEmails(sql, vault, { after, limit })
    return made && { last: made.last, done: made.rehashed }
  })
  const status = await encryptionStatus(database, masters)
  if (leftToRotate(status) === 0) await refuseFormat1(rotation)
  return status
}

interface Batch {
  readonly last: string
  readonly done: number
}

async function inBatches(
  { database, onProgress }: Rotation,
  what: string,
  next: (sql: Sql, after: string) => Promise<Batch | undefined>,
): Promise<void> {
  let done = 0
  for (let after = ''; ; ) {
    // A batch runs again in a new transaction if PostgreSQL broke a deadlock with a request.
    const batch = await database.transaction(sql => next(sql, after))
    if (batch === undefined) break
    done += batch.done
    after = batch.last
    onProgress(what, done)
  }
}

async function rewriteNext(
  sql: Sql,
  vault: Vault,
  column: EncryptedColumn,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Batch | undefined> {
  const { last, stale } = await readValues(sql, column, after, limit)
  return last === undefined ? undefined : { last, done: await rewriteValues(sql, vault, column, stale) }
}

/** This comes first: from now on, a gateway without the current key must not start. */
async function rewrapInstallation({ database, masters, vault, onProgress }: Rotation): Promise<void> {
  const found = await findInstallation(database)
  const known = recognizeKey(masters, found.keyCheck)
  if (known === undefined || found.systemKey === null || found.fingerprintKey === null)
    throw new Error('the installation was changed by another process: run the rotation again')
  const again = {
    systemKey: vault.rewrap(systemKeyOwners.systemKey, found.systemKey),
    fingerprintKey: vault.rewrap(systemKeyOwners.fingerprintKey, found.fingerprintKey),
  }
  if (known.key === masters.current && again.systemKey === undefined && again.fingerprintKey === undefined) return
  const { systemKey = found.systemKey, fingerprintKey = found.fingerprintKey } = again
  const keyCheck = keyCheckOf(masters.current, known.format)
  if (await changeInstallationKeys(database, found, { keyCheck, systemKey, fingerprintKey }))
    onProgress('installation keys', 2)
}

/** No value in format 1 is left. From the next start on, such a value can only come from outside the gateway. */
async function refuseFormat1({ database, masters }: Rotation): Promise<void> {
  const found = await findInstallation(database)
  if (found.systemKey === null || found.fingerprintKey === null) return
  const { systemKey, fingerprintKey } = found
  const keyCheck = keyCheckOf(masters.current, 'format2')
  await changeInstallationKeys(database, found, { keyCheck, systemKey, fingerprintKey })
}
