import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { openInstallation } from '../app/installation.ts'
import { type MasterKeys, masterKeys } from '../base/encryption/keys.ts'
import type { Vault } from '../base/encryption.ts'
import { StartupError } from '../base/log/startup-error.ts'
import { type Clock, systemClock } from '../base/time/clock.ts'
import type { Config } from '../config/config.ts'
import { configuredKeys } from '../config/encryption-key.ts'
import { readConfig } from '../config/read.ts'
import { migrate } from '../store/migrations/migrate.ts'
import { readClockOffset } from '../store/sandbox-clock/clock.ts'
import { type Database, openDatabase } from '../store/sql/database.ts'

/** The resources that an operator's command uses. */
export interface Opened {
  readonly database: Database
  /** Its URL, for a connection of another kind. */
  readonly url: string
  /** The time of the gateway on this database, which can be ahead in sandbox mode. */
  readonly clock: Clock
  readonly config: Config
}

/** Runs work on DATABASE_URL, or on the embedded PostgreSQL under DATA_DIR, whether it is running or not. */
export async function withDatabase<T>(applicationName: string, work: (opened: Opened) => Promise<T>): Promise<T> {
  const config = configOf(process.env)
  const { url, release } = await findDatabase(config)
  try {
    await migrate(url)
    const database = openDatabase({ url, maxConnections: 1, applicationName, answerTimeoutMs: 0 })
    try {
      return await work({ database, url, config, clock: await clockOf(database, config) })
    } finally {
      await database.close()
    }
  } finally {
    await release()
  }
}

/**
 * The vault of the database, with the same master keys as the gateway: from the variables, or from the file in
 * DATA_DIR.
 */
export async function openVault({ database, config, clock }: Opened): Promise<{ masters: MasterKeys; vault: Vault }> {
  const masters = masterKeys(await configuredKeys(config))
  const { vault } = await openInstallation(database, masters, clock.now())
  return { masters, vault }
}

/**
 * Reads the configuration as the gateway does. If the gateway would refuse it, reads only the variables for the
 * database and the encryption keys. The gateway's start reports the other problems.
 */
function configOf(environment: NodeJS.ProcessEnv): Config {
  const whole = readConfig(environment)
  if (whole.ok) return whole.config
  const { DATABASE_URL, DATA_DIR, ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS } = environment
  const part = readConfig({ SANDBOX: 'on', DATABASE_URL, DATA_DIR, ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS })
  if (part.ok) return { ...part.config, sandbox: undefined, providers: { ppro: undefined, aps: undefined } }
  throw new StartupError(part.problems.map(({ name, message }) => `${name} ${message}.`).join('\n'))
}

async function findDatabase({ databaseUrl, dataDir }: Config): Promise<{ url: string; release(): Promise<void> }> {
  if (databaseUrl !== undefined) return { url: databaseUrl, release: async () => {} }
  // Loaded only if it is needed: the image has no PostgreSQL of its own.
  const { startEmbeddedDatabase } = await import('../supervisor/embedded-database.ts')
  const folder = path.resolve(dataDir)
  await mkdir(folder, { recursive: true })
  const { url, server } = await startEmbeddedDatabase(folder)
  // A running one belongs to another process.
  return { url, release: async () => void (server.adopted || (await server.stop())) }
}

async function clockOf(database: Database, { sandbox }: Config): Promise<Clock> {
  if (sandbox === undefined) return systemClock
  const offsetMs = await readClockOffset(database)
  return { now: () => new Date(Date.now() + offsetMs) }
}
