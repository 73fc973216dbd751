import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { masterKeys } from '../base/encryption/master-keys.ts'
import { createLog, type Log } from '../base/log/log.ts'
import { StartupError } from '../base/log/startup-error.ts'
import { createOutbound } from '../base/outbound/outbound.ts'
import { type Clock, systemClock } from '../base/time/clock.ts'
import { systemTime } from '../base/time/real-time.ts'
import type { Config } from '../config/config.ts'
import { configuredKeys } from '../config/encryption-key.ts'
import { PUBLIC_SANDBOX_KEY } from '../config/variables.ts'
import type { HttpServer } from '../http/listen.ts'
import { createMetrics } from '../http/metrics.ts'
import { createHttpServer } from '../http/server.ts'
import type { HttpServerOptions } from '../http/server-options.ts'
import { createStatusServer } from '../http/status-server.ts'
import type { Deps } from '../operations/command/deps.ts'
import { createProviderRegistry } from '../providers/registry.ts'
import { createCursorCodec } from '../store/event-log/cursor.ts'
import { oldestMerchant } from '../store/merchant/merchants.ts'
import { GATEWAY_APPLICATION } from '../store/merchant/restore.ts'
import { migrate } from '../store/migrations/migrate.ts'
import { type Database, openDatabase } from '../store/sql/database.ts'
import { durabilityWarnings } from '../store/sql/durability.ts'
import { createWorkers } from '../workers/due-work.ts'
import { createLeader } from '../workers/leader.ts'
import { leaderDuties } from '../workers/leader-duties.ts'
import { createLogTail } from '../workers/log/tail.ts'
import { createBackground } from './background.ts'
import { meterDatabase } from './gauges/database.ts'
import { meterAccounts, meterIntegrity, meterLeader, meterPartitions, meterTail } from './gauges/log-and-checks.ts'
import { meterCircuits, meterPool, meterRestore } from './gauges/process.ts'
import { openInstallation } from './installation.ts'
import { followKeptLog } from './kept-log.ts'
import { meterProvider } from './metered-provider.ts'
import { followOwnAccounts } from './own-accounts.ts'
import { portsFrom } from './ports.ts'
import { openReadReplica } from './read-replica.ts'
import { openSandboxClock } from './sandbox/clock.ts'
import { ensureSandboxMerchant, retireSandboxMerchant, SANDBOX_MERCHANT } from './sandbox/merchant.ts'
import { createSimulatorControl } from './sandbox/simulator-control.ts'
import { sandboxTimeFrom } from './sandbox/time.ts'
import { exposureFrom, settingsFrom, webhookDeadlineMs } from './settings.ts'
import { openSharedState } from './shared-state.ts'
import { readTrustedDocumentsFile } from './trusted-documents.ts'

interface App {
  /** The URL on which it listens, without a slash at the end. */
  readonly url: string
  readonly port: number
  /** For tests and benchmarks that run in the same process. */
  readonly deps: Deps
  /**
   * Claims no new jobs, serves for the time of DRAIN_SECONDS while it is no longer ready, then accepts no new requests,
   * lets running work finish for up to ten seconds, and closes everything. Never rejects.
   */
  stop(): Promise<void>
}

interface AppOptions {
  /** How long the database's figures are cached for scrapes; another time for tests. */
  readonly figuresKeptMs?: number
  /** Default: JSON lines on standard output. */
  readonly log?: Log
  /** Other limits, for tests. */
  readonly http?: Partial<
    Pick<HttpServerOptions, 'limits' | 'quotas' | 'sockets' | 'credentialRecheckMs' | 'metricsKeepMs'>
  >
  /** How long a decision waits for Redis, for tests on a busy machine. */
  readonly redisPatienceMs?: number
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
    if (config.tracing) {
      const { startTracing } = await import('./tracing/start.ts')
      closing.push(await startTracing(config.tracing))
    }
    const applied = await migrate(databaseUrl)
    if (applied.length > 0) log.info({ applied }, 'migrations applied')
    const { merchantShare } = config.quotas
    const database = openDatabase({ url: databaseUrl, applicationName: GATEWAY_APPLICATION, merchantShare })
    closing.push(() => database.close())
    const parts = await compose(config, { database, databaseUrl, log, closing, options })
    const { deps, tail, workers, leader, sharedState, drain } = parts
    const server = await serverFor(config, options, { ...parts, log })
    sharedState?.start()
    await tail.start()
    closing.push(() => tail.stop())
    closing.push(() => Promise.all([workers.stop({ graceMs: BACKGROUND_MS }), drain(BACKGROUND_MS)]))
    if (config.role !== 'api') {
      workers.start()
      leader.start()
      closing.push(() => leader.stop())
    }
    closing.push(() => server.stop({ graceMs: REQUESTS_MS }))
    const { url, port } = await server.listen(config)
    log.info({ url, role: config.role, sandbox: config.sandbox !== undefined }, 'gateway serves')
    for (const warning of await durabilityWarnings(database)) log.warn(`PostgreSQL: ${warning} (docs/clusters.md)`)
    const leave = async () => {
      workers.halt()
      void leader.stop() // another process leads meanwhile
      server.drain()
      await delay(config.drainMs)
      await closeAll()
    }
    let stopped: Promise<void> | undefined
    const stop = () => {
      stopped ??= leave()
      return stopped
    }
    return { url, port, deps, stop }
  } catch (error) {
    await closeAll()
    throw error
  }
}

type Parts = Awaited<ReturnType<typeof compose>>

/** All of the API, or what a worker says of itself. */
async function serverFor(
  config: Config,
  options: AppOptions,
  {
    deps,
    tail,
    metrics,
    replica,
    sharedState,
    log,
  }: Omit<Parts, 'workers' | 'leader' | 'drain'> & { readonly log: Log },
): Promise<HttpServer> {
  const ports = portsFrom(deps, tail, replica)
  if (config.role === 'worker') return createStatusServer({ unready: ports.unready, metrics, log })
  return createHttpServer({
    ports,
    metrics,
    log,
    sandboxKey: config.sandbox?.apiKey,
    controlSimulators: config.sandbox && createSimulatorControl(config.sandbox.url),
    publicUrl: config.publicUrl,
    publicKey: PUBLIC_SANDBOX_KEY,
    trustedProxies: config.trustedProxies,
    exposure: exposureFrom(config),
    sdl: await readFile(SDL, 'utf8'),
    trustedDocuments: await readTrustedDocumentsFile(config.trustedDocuments),
    sharedBuckets: sharedState?.quotas,
    ...options.http,
    quotas: { ...config.quotas, ...options.http?.quotas },
  })
}

interface Opened {
  readonly database: Database
  readonly databaseUrl: string
  readonly log: Log
  readonly closing: (() => Promise<unknown>)[]
  readonly options: AppOptions
}

async function compose(config: Config, { database, databaseUrl, log, closing, options }: Opened) {
  const sandboxClock = config.sandbox && (await openSandboxClock({ database, log }))
  if (sandboxClock) closing.push(() => sandboxClock.stop())
  const clock: Clock = sandboxClock ?? systemClock
  const now = clock.now()
  const masters = masterKeys(await configuredKeys(config))
  const { logEpoch: epoch, vault, restored } = await openInstallation(database, masters, now)
  if (restored) log.warn(restored, 'the database was restored from a backup')
  const owner = config.sandbox
    ? (await ensureSandboxMerchant(database, config.sandbox.apiKey, now)).merchantId
    : await retireSandboxMerchant(database, now).then(() => oldestMerchant(database, SANDBOX_MERCHANT))
  const metrics = createMetrics()
  const { redisUrl: url } = config
  const sharedState =
    url === undefined ? undefined : openSharedState({ url, vault, log, metrics, patienceMs: options.redisPatienceMs })
  if (sharedState) closing.push(sharedState.stop)
  const registry = createProviderRegistry(config.providers, {
    log,
    wrap: provider => meterProvider(provider, metrics),
    sharedBucket: sharedState?.providerBucket,
  })
  closing.push(() => registry.close())
  const accounts = await followOwnAccounts({ database, vault, log, registry, onRead: meterAccounts(metrics) })
  closing.push(() => accounts.stop())
  const providers = { ...registry, refresh: accounts.refresh }
  const { wakeUps } = sharedState ?? {}
  const tail = createLogTail({ database, url: databaseUrl, log, wakeUps, onUpdate: () => workers.lookSoon() })
  meterTail(tail, metrics)
  const cursors = createCursorCodec({ epoch, vault })
  const kept = await followKeptLog(database, cursors, log)
  closing.push(() => kept.stop())
  meterCircuits(providers, metrics)
  meterPool(database, metrics)
  meterRestore(restored, () => clock.now(), metrics)
  meterDatabase({ database, clock, realTime: systemTime }, metrics, options.figuresKeptMs)
  const { databaseReadUrl: readUrl } = config
  const { merchantShare } = config.quotas
  const replica =
    readUrl === undefined
      ? undefined
      : openReadReplica({ url: readUrl, primary: database, metrics, realTime: systemTime, merchantShare })
  if (replica) closing.push(() => replica.close())
  const background = createBackground({ log })
  const outbound = createOutbound({ loopback: config.sandbox !== undefined, deadlineMs: webhookDeadlineMs(config) })
  closing.push(() => outbound.close())
  const deps: Deps = {
    database,
    vault,
    clock,
    realTime: systemTime,
    log,
    providers,
    cursors,
    background,
    tail,
    outbound,
    settings: { ...settingsFrom(config, providers, () => owner), restored },
    meter: { chargeMoved: ({ provider, status }) => metrics.charges.inc({ provider, status }) },
    ...(sandboxClock && {
      sandboxTime: sandboxTimeFrom(config, sandboxClock, { log, closing, workers: () => workers }),
    }),
  }
  const workers = createWorkers(deps, {
    settled: () => background.settled(),
    onIntegrityChecked: meterIntegrity(metrics),
  })
  const leader = createLeader({ url: databaseUrl, log, duties: leaderDuties(deps, meterPartitions(metrics)) })
  meterLeader(leader, metrics)
  const drain = async (timeoutMs: number) => {
    const left = await background.drain(timeoutMs)
    // Nothing is lost: requests in flight are recorded, and recovery after the next start queries their status.
    if (left > 0) log.warn({ left }, 'stopped while work was still running')
  }
  return { deps, workers, leader, tail, metrics, replica, sharedState, drain }
}
