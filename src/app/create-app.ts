import { readFile } from 'node:fs/promises'
import { masterKeys } from '../base/encryption/master-keys.ts'
import { createLog, type Log } from '../base/log/log.ts'
import { StartupError } from '../base/log/startup-error.ts'
import { type Clock, systemClock } from '../base/time/clock.ts'
import { systemTime } from '../base/time/real-time.ts'
import type { Config } from '../config/config.ts'
import { configuredKeys } from '../config/encryption-key.ts'
import { PUBLIC_SANDBOX_KEY } from '../config/variables.ts'
import { createMetrics } from '../http/metrics.ts'
import { createHttpServer } from '../http/server.ts'
import type { HttpServerOptions } from '../http/server-options.ts'
import type { Deps } from '../operations/command/deps.ts'
import { createProviderRegistry } from '../providers/registry.ts'
import { createCursorCodec } from '../store/event-log/cursor.ts'
import { oldestMerchant } from '../store/merchant/merchants.ts'
import { migrate } from '../store/migrations/migrate.ts'
import { type Database, openDatabase } from '../store/sql/database.ts'
import { durabilityWarnings } from '../store/sql/durability.ts'
import { createWorkers } from '../workers/due-work.ts'
import { createLogTail } from '../workers/log/tail.ts'
import { createBackground } from './background.ts'
import { meterAccounts, meterIntegrity, meterTail } from './gauges.ts'
import { openInstallation } from './installation.ts'
import { meterProvider } from './metered-provider.ts'
import { followOwnAccounts } from './own-accounts.ts'
import { portsFrom } from './ports.ts'
import { openSandboxClock } from './sandbox/clock.ts'
import { ensureSandboxMerchant, retireSandboxMerchant, SANDBOX_MERCHANT } from './sandbox/merchant.ts'
import { createSimulatorControl } from './sandbox/simulator-control.ts'
import { sandboxTimeFrom } from './sandbox/time.ts'
import { exposureFrom, settingsFrom } from './settings.ts'
import { readTrustedDocumentsFile } from './trusted-documents.ts'

interface App {
  /** The URL on which it listens, without a slash at the end. */
  readonly url: string
  readonly port: number
  /** For tests and benchmarks that run in the same process. */
  readonly deps: Deps
  /** Accepts no new requests, lets running work finish for up to ten seconds, and closes everything. Never rejects. */
  stop(): Promise<void>
}

interface AppOptions {
  /** Default: JSON lines on standard output. */
  readonly log?: Log
  /** Other limits, for tests. */
  readonly http?: Partial<
    Pick<HttpServerOptions, 'limits' | 'quotas' | 'sockets' | 'credentialRecheckMs' | 'metricsKeepMs'>
  >
}

/** The printed schema: a test keeps it equal to the schema that is served. */
const SDL = new URL('../../schema/schema.graphql', import.meta.url)

// Ten seconds in all, less than the supervisor waits: first for requests in flight, then for work after responses.
const REQUESTS_MS = 6_000
const BACKGROUND_MS = 4_000

/**
 * Starts the gateway. If it cannot start, everything that was opened is closed again.
 *
 * @throws StartupError with one sentence for the operator.
 */
export async function createApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { databaseUrl } = config
  if (databaseUrl === undefined)
    throw new StartupError('DATABASE_URL is not set: set it to a PostgreSQL, or use "npm start", which starts one.')
  const log = options.log ?? createLog({ level: config.logLevel, program: 'gateway' })
  const closing: (() => Promise<unknown>)[] = []
  // In reverse order of opening. A failure does not keep the others open.
  const closeAll = async () => {
    for (const close of closing.splice(0).reverse())
      await close().catch(error => log.error({ err: error }, 'a part of the gateway could not be closed'))
  }
  try {
    const trustedDocuments = await readTrustedDocumentsFile(config.trustedDocuments)
    const applied = await migrate(databaseUrl)
    if (applied.length > 0) log.info({ applied }, 'migrations applied')
    const { merchantShare } = config.quotas
    const database = openDatabase({ url: databaseUrl, applicationName: 'perennial-gateway', merchantShare })
    closing.push(() => database.close())
    for (const warning of await durabilityWarnings(database)) log.warn(`PostgreSQL: ${warning} (docs/clusters.md)`)
    const { deps, workers, tail, metrics, drain } = await compose(config, { database, databaseUrl, log, closing })
    await tail.start()
    closing.push(() => tail.stop())
    workers.start()
    closing.push(() => drain(BACKGROUND_MS))
    closing.push(() => workers.stop())
    const server = createHttpServer({
      ports: portsFrom(deps, tail),
      metrics,
      log,
      sandboxKey: config.sandbox?.apiKey,
      controlSimulators: config.sandbox && createSimulatorControl(config.sandbox.url),
      publicUrl: config.publicUrl,
      publicKey: PUBLIC_SANDBOX_KEY,
      trustedProxies: config.trustedProxies,
      exposure: exposureFrom(config),
      sdl: await readFile(SDL, 'utf8'),
      trustedDocuments,
      ...options.http,
      quotas: { ...config.quotas, ...options.http?.quotas },
    })
    closing.push(() => server.stop({ graceMs: REQUESTS_MS }))
    const { url, port } = await server.listen(config)
    log.info({ url, sandbox: config.sandbox !== undefined }, 'gateway serves')
    let stopped: Promise<void> | undefined
    const stop = () => {
      stopped ??= closeAll()
      return stopped
    }
    return { url, port, deps, stop }
  } catch (error) {
    await closeAll()
    throw error
  }
}

interface Opened {
  readonly database: Database
  readonly databaseUrl: string
  readonly log: Log
  readonly closing: (() => Promise<unknown>)[]
}

async function compose(config: Config, { database, databaseUrl, log, closing }: Opened) {
  const sandboxClock = config.sandbox && (await openSandboxClock({ database, log }))
  if (sandboxClock) closing.push(() => sandboxClock.stop())
  const clock: Clock = sandboxClock ?? systemClock
  const now = clock.now()
  const { logEpoch: epoch, vault } = await openInstallation(database, masterKeys(await configuredKeys(config)), now)
  const owner = config.sandbox
    ? (await ensureSandboxMerchant(database, config.sandbox.apiKey, now)).merchantId
    : await retireSandboxMerchant(database, now).then(() => oldestMerchant(database, SANDBOX_MERCHANT))
  const metrics = createMetrics()
  const registry = createProviderRegistry(config.providers, { log, wrap: provider => meterProvider(provider, metrics) })
  closing.push(() => registry.close())
  const accounts = await followOwnAccounts({ database, vault, log, registry, onRead: meterAccounts(metrics) })
  closing.push(() => accounts.stop())
  const providers = { ...registry, refresh: accounts.refresh }
  const tail = createLogTail({ database, url: databaseUrl, log })
  meterTail(tail, metrics)
  const background = createBackground({ log })
  const deps: Deps = {
    database,
    vault,
    clock,
    realTime: systemTime,
    log,
    providers,
    cursors: createCursorCodec({ epoch, vault }),
    background,
    tail,
    settings: settingsFrom(config, providers, () => owner),
    ...(sandboxClock && {
      sandboxTime: sandboxTimeFrom(config, sandboxClock, { log, closing, workers: () => workers }),
    }),
  }
  const workers = createWorkers(deps, {
    settled: () => background.settled(),
    onIntegrityChecked: meterIntegrity(metrics),
  })
  const drain = async (timeoutMs: number) => {
    const left = await background.drain(timeoutMs)
    // Nothing is lost: requests in flight are recorded, and recovery after the next start queries their status.
    if (left > 0) log.warn({ left }, 'stopped while work was still running')
  }
  return { deps, workers, tail, metrics, drain }
}
