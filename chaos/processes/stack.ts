import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../src/config/read.ts'
import { startEmbeddedDatabase } from '../../src/supervisor/embedded-database.ts'
import { freePort } from '../../src/supervisor/postgres/server.ts'
import { sandboxEnvironment } from '../../src/supervisor/program-environment.ts'
import type { Options } from '../options.ts'
import { randomFrom } from '../random.ts'
import type { System } from '../system.ts'
import { startBalancer } from './balancer.ts'
import { type CommitCutter, startCommitCutter } from './commit-cutter.ts'
import { createFleet, type Fleet } from './fleet.ts'
import type { PostgresEnd } from './plan-disruptions.ts'
import { keepPostgres, startGuardian } from './postgres.ts'
import { startProgram } from './program.ts'
import { simulatorsAt } from './simulators.ts'

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** All processes of the run: PostgreSQL, the proxy before it, the simulators, the gateways and the address before them. */
export interface Stack extends System {
  readonly fleet: Fleet
  readonly cutter: CommitCutter
  /** Ends PostgreSQL, waits, and starts it again on its port. */
  restartPostgres(how: PostgresEnd, downMs: number): Promise<void>
  /** Contains the logs of all processes, and the database. */
  readonly folder: string
  /** Ends all processes; keeps the folder if `keep` is true. */
  close(keep: boolean): Promise<void>
}

/** Starts everything in a temporary folder. If one part fails to start, the others are ended. */
export async function startStack(options: Options): Promise<Stack> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-chaos-'))
  await chmod(folder, 0o755) // PostgreSQL's account passes through it
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  try {
    return await start(options, folder, closing)
  } catch (error) {
    for (const close of closing.toReversed()) await close().catch(() => {})
    throw error
  }
}

async function start(options: Options, folder: string, closing: (() => Promise<unknown>)[]): Promise<Stack> {
  const dataDir = path.join(folder, 'data')
  await mkdir(dataDir)
  const database = await startEmbeddedDatabase(dataDir)
  const postgres = keepPostgres(database)
  const guardian = await startGuardian(dataDir)
  closing.push(async () => {
    await postgres.stop()
    guardian.kill('SIGKILL')
  })
  const cutter = await startCommitCutter(database.server.port, options.cutRate, randomFrom(options.seed, 'cuts'))
  closing.push(() => cutter.close())
  const ports = await freePorts(options.gateways)
  const balancer = await startBalancer(ports)
  closing.push(() => balancer.close())

  const deaths: string[] = []
  const shared = await sharedEnvironment(options, dataDir, withPort(database.url, cutter.port))
  const publicUrl = `http://localhost:${balancer.port}`
  const environmentOf = (port: number) => ({ ...shared, PORT: String(port), PUBLIC_URL: publicUrl })
  const config = readConfig(environmentOf(ports[0]))
  if (!config.ok || config.config.sandbox === undefined)
    throw new Error(`a bad configuration: ${JSON.stringify(config)}`)
  const { sandbox } = config.config
  const simulator = startProgram({
    name: 'the sandbox',
    file: fileOf('../../src/sandbox/main.ts'),
    environment: sandboxEnvironment(shared, dataDir, { config: config.config, sandbox }),
    logFile: path.join(folder, 'sandbox.log'),
    onDeath: how => deaths.push(`the sandbox: ${how}`),
  })
  closing.push(() => simulator.stop())
  const members = ports.map((port, index) => ({
    name: `gateway ${index + 1}`,
    environment: environmentOf(port),
    logFile: path.join(folder, `gateway-${index + 1}.log`),
    onDeath: (how: string) => void deaths.push(`gateway ${index + 1}: ${how}`),
  }))
  const fleet = createFleet(members, fileOf('../../src/gateway.ts'))
  closing.push(() => fleet.stop())
  await Promise.all([simulator.serves, fleet.start()])
  return {
    graphqlUrls: ports.map(port => `http://localhost:${port}/graphql`),
    databaseUrl: database.url,
    ...{ fleet, cutter, deaths, folder },
    simulators: simulatorsAt(sandbox.url),
    restartPostgres: postgres.restart,
    async close(keep) {
      const [removeFolder, ...parts] = closing
      for (const part of parts.toReversed()) await part()
      if (!keep) await removeFolder?.()
    },
  }
}

async function freePorts(count: number): Promise<[number, ...number[]]> {
  const more = await Promise.all(Array.from({ length: count - 1 }, freePort))
  return [await freePort(), ...more]
}

/** The variables that all gateways have in common. */
async function sharedEnvironment({ absenceSeconds }: Options, dataDir: string, databaseUrl: string) {
  return {
    PATH: process.env['PATH'] ?? '',
    SANDBOX: 'on',
    SANDBOX_PORT: String(await freePort()),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    ABSENCE_SECONDS: String(absenceSeconds),
    LOG_LEVEL: 'info',
  }
}

function withPort(url: string, port: number): string {
  return Object.assign(new URL(url), { port: String(port) }).href
}
