import { keyCheckOf, recognizeKey } from '../../base/encryption/key-check.ts'
import type { MasterKeys } from '../../base/encryption/master-keys.ts'
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
  /** Of these master keys, and of the database. */
  readonly vault: Vault
  readonly now: () => Date
  /** Told after each batch what has been done so far. */
  readonly onProgress: (what: string, done: number) => void
  /** Rows of one batch. */
  readonly batchSize?: number
}

/**
 * Brings everything under the current master key: wraps the installation's and the consumers' keys again, gives consumers of
 * earlier versions a data key, writes values again that are in format 1 or under the installation's key, and hashes e-mail
 * addresses again.
 *
 * It runs beside a gateway under load: each batch is one short statement, which writes a row only if it is still as it was
 * read. It can end at any point, and be run again: what is done is not done again.
 */
export async function encryptionRotate(rotation: Rotation): Promise<EncryptionStatus> {
  const { database, vault, now, masters, batchSize: limit = PAGE } = rotation
  await rewrapInstallation(rotation)
  await inBatches(rotation, 'data keys made', async (sql, after) => {
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
    // A transaction of its own is done again if PostgreSQL broke a deadlock with a request.
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

/** First of all: a gateway that does not have the current key must not start any more. */
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

/** Nothing is left in format 1: from the next start on, such a value can only have been put there by somebody else. */
async function refuseFormat1({ database, masters }: Rotation): Promise<void> {
  const found = await findInstallation(database)
  if (found.systemKey === null || found.fingerprintKey === null) return
  const { systemKey, fingerprintKey } = found
  const keyCheck = keyCheckOf(masters.current, 'format2')
  await changeInstallationKeys(database, found, { keyCheck, systemKey, fingerprintKey })
}
