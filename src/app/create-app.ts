import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { createLog, type Log } from '../base/log/log.ts'
import { StartupError } from '../base/log/startup-error.ts'
import type { Config } from '../config/config.ts'
import { PUBLIC_SANDBOX_KEY } from '../config/variables.ts'
import type { HttpServer } from '../http/listen.ts'
import { createHttpServer } from '../http/server.ts'
import type { HttpServerOptions } from '../http/server-options.ts'
import { createStatusServer } from '../http/status-server.ts'
import type { Deps } from '../operations/command/deps.ts'
import { GATEWAY_APPLICATION } from '../store/merchant/restore.ts'
import { migrate } from '../store/migrations/migrate.ts'
import { type Database, openDatabase } from '../store/sql/database.ts'
import { durabilityWarnings } from '../store/sql/durability.ts'
import { compose, type PartOptions } from './compose.ts'
import { portsFrom } from './ports.ts'
import { createSimulatorControl } from './sandbox/simulator-control.ts'
import { exposureFrom } from './settings.ts'
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

interface AppOptions extends PartOptions {
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
    const { deps, tail, workers, leader, drain } = parts
    const server = await serverFor(config, options, { ...parts, log })
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
    await warnOfSettings(database, log)
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

/** It serves already, so that this may fail. */
async function warnOfSettings(database: Database, log: Log): Promise<void> {
  try {
    for (const warning of await durabilityWarnings(database)) log.warn(`PostgreSQL: ${warning} (docs/clusters.md)`)
  } catch (error) {
    log.warn({ err: error }, 'the settings of PostgreSQL could not be read')
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
