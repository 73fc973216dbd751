import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../src/config/read.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../src/supervisor/embedded-database.ts'
import { placedDataFolder } from '../../src/supervisor/postgres/data-folder.ts'
import { freePort } from '../../src/supervisor/postgres/server.ts'
import { sandboxEnvironment } from '../../src/supervisor/program-environment.ts'
import type { PostgresEnd } from '../load/plan.ts'
import type { Options } from '../options.ts'
import { randomFrom } from '../random.ts'
import { type CommitCutter, startCommitCutter } from './commit-cutter.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { startProgram } from './program.ts'
import { type Simulators, simulatorsAt } from './simulators.ts'

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** All processes of the run: PostgreSQL, the proxy before it, the simulators, the gateway. */
export interface Stack {
  readonly graphqlUrl: string
  /** Bypasses the commit cutter, for the comparison. */
  readonly databaseUrl: string
  readonly gateway: Gateway
  readonly simulators: Simulators
  readonly cutter: CommitCutter
  /** Ends PostgreSQL, waits, and starts it again on its port. */
  restartPostgres(how: PostgresEnd, downMs: number): Promise<void>
  /** Processes that ended although the run did not end them. */
  readonly deaths: readonly string[]
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

  const deaths: string[] = []
  const environment = await environmentOf(options, dataDir, withPort(database.url, cutter.port))
  const config = readConfig(environment)
  if (!config.ok || config.config.sandbox === undefined)
    throw new Error(`a bad configuration: ${JSON.stringify(config)}`)
  const { sandbox } = config.config
  const simulator = startProgram({
    name: 'the sandbox',
    file: fileOf('../../src/sandbox/main.ts'),
    environment: sandboxEnvironment(environment, dataDir, { config: config.config, sandbox }),
    logFile: path.join(folder, 'sandbox.log'),
    onDeath: how => deaths.push(`the sandbox: ${how}`),
  })
  closing.push(() => simulator.stop())
  const gateway = createGateway({
    file: fileOf('../../src/gateway.ts'),
    environment,
    logFile: path.join(folder, 'gateway.log'),
    onDeath: how => deaths.push(`the gateway: ${how}`),
  })
  closing.push(() => gateway.stop())
  await Promise.all([simulator.serves, gateway.start()])
  return {
    graphqlUrl: `http://localhost:${environment.PORT}/graphql`,
    databaseUrl: database.url,
    ...{ gateway, cutter, deaths, folder },
    simulators: simulatorsAt(sandbox.url),
    restartPostgres: postgres.restart,
    async close(keep) {
      const [removeFolder, ...parts] = closing
      for (const part of parts.toReversed()) await part()
      if (!keep) await removeFolder?.()
    },
  }
}

async function environmentOf({ absenceSeconds }: Options, dataDir: string, databaseUrl: string) {
  return {
    PATH: process.env['PATH'] ?? '',
    PORT: String(await freePort()),
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

/** Restarts and the end do not overlap: the end waits for a running restart. */
function keepPostgres(database: EmbeddedDatabase) {
  let { server } = database
  let underWay: Promise<void> = Promise.resolve()
  const restart = async (how: PostgresEnd, downMs: number) => {
    if (how === 'kill') process.kill(server.pid, 'SIGKILL')
    else await server.stop(how)
    await server.exited
    await new Promise(resolve => setTimeout(resolve, downMs))
    server = await database.restart()
  }
  return {
    restart(how: PostgresEnd, downMs: number): Promise<void> {
      underWay = underWay.then(() => restart(how, downMs))
      return underWay
    },
    async stop() {
      await underWay.catch(() => {})
      await server.stop('immediate')
    },
  }
}

async function startGuardian(dataDir: string): Promise<ChildProcess> {
  const guardian = spawn(process.execPath, [fileOf('guardian.ts'), await placedDataFolder(dataDir)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  guardian.unref()
  return guardian
}
