// npm run admin:encryption -- status | rotate
// What the database holds under which master key; or brings everything under ENCRYPTION_KEY. Runs beside a gateway under load,
// can be broken off at any point, and run again. Uses DATABASE_URL, or the embedded PostgreSQL under DATA_DIR, running or not.
import { openInstallation } from '../src/app/installation.ts'
import { masterKeys } from '../src/base/encryption/master-keys.ts'
import { StartupError } from '../src/base/log/startup-error.ts'
import { configuredKeys } from '../src/config/encryption-key.ts'
import { readConfig } from '../src/config/read.ts'
import { encryptionRotate } from '../src/operations/encryption/rotate.ts'
import { type EncryptionStatus, encryptionStatus, leftToRotate } from '../src/operations/encryption/status.ts'
import { migrate } from '../src/store/migrations/migrate.ts'
import { openDatabase } from '../src/store/sql/database.ts'
import { findDatabase } from './find-database.ts'

const USAGE = `Usage: npm run admin:encryption -- status | rotate
status shows what the database holds under which master key.
rotate brings everything under ENCRYPTION_KEY. The keys before it are read from ENCRYPTION_KEY_PREVIOUS.`

export async function adminEncryption(
  [command, ...more]: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  if ((command !== 'status' && command !== 'rotate') || more.length > 0) throw new StartupError(USAGE)
  // As `npm start` would read it, but only the part that is needed here: that start reports the other problems.
  const { DATABASE_URL, DATA_DIR, ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS } = process.env
  const result = readConfig({ SANDBOX: 'on', DATABASE_URL, DATA_DIR, ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS })
  if (!result.ok) throw new StartupError(result.problems.map(({ name, message }) => `${name} ${message}.`).join('\n'))
  const masters = masterKeys(await configuredKeys(result.config))
  const { url, release } = await findDatabase(result.config)
  try {
    await migrate(url)
    const database = openDatabase({ url, maxConnections: 2, applicationName: 'perennial-encryption' })
    try {
      const { vault } = await openInstallation(database, masters, new Date())
      const status =
        command === 'status'
          ? await encryptionStatus(database, masters)
          : await encryptionRotate({ database, masters, vault, now: () => new Date(), onProgress: progressOf(say) })
      for (const line of report(status)) say(line)
    } finally {
      await database.close()
    }
  } finally {
    await release()
  }
}

/** A line for each kind of work that has found some, at most one a second. */
function progressOf(say: (line: string) => void) {
  let saidAt = 0
  return (what: string, done: number) => {
    if (done === 0 || Date.now() - saidAt < 1_000) return
    saidAt = Date.now()
    say(`${what}: ${done}`)
  }
}

function report(status: EncryptionStatus): string[] {
  const left = leftToRotate(status)
  return [
    ...status.versions.map(
      ({ version, state, installationKeys, dataKeys, emailHashes }) =>
        `master key ${version} (${state}): ${installationKeys} installation keys, ${dataKeys} data keys, ${emailHashes} e-mail hashes`,
    ),
    ...(status.formerHashes > 0 ? [`e-mail hashes without a key version: ${status.formerHashes}`] : []),
    ...status.stale.flatMap(({ column, format1, underSystemKey }) =>
      format1 + underSystemKey === 0
        ? []
        : [
            `${column}: ${format1} in format 1, ${underSystemKey} under the installation’s key although the consumer has one`,
          ],
    ),
    left === 0
      ? 'Left to rotate: 0. Nothing depends on a previous key any more.'
      : `Left to rotate: ${left}. Run "npm run admin:encryption -- rotate".`,
  ]
}

if (import.meta.main)
  try {
    await adminEncryption(process.argv.slice(2), line => process.stdout.write(`${line}\n`))
    process.exit(0)
  } catch (error) {
    if (!(error instanceof StartupError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
