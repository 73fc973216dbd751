import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { placedDataFolder } from '../../../src/supervisor/postgres/data-folder.ts'
import { runningPostmaster } from '../../../src/supervisor/postgres/postmaster.ts'
import { endLeftovers } from '../../../src/supervisor/process-group.ts'
import { isRunning } from '../../../src/supervisor/process-identity.ts'
import { emptyDataFolder, usedDataFolder } from './data-folders.ts'
import { reservePort } from './ports.ts'

const startDeadlineMs = 120_000
const projectFolder = fileURLToPath(new URL('../../..', import.meta.url))

/** A whole Perennial in processes of its own: supervisor, PostgreSQL, simulators, gateway. */
export type Perennial = {
  /** The gateway's address, without a slash at the end. */
  readonly url: string
  readonly graphqlUrl: string
  readonly wsUrl: string
  /** The simulators' address, without a slash at the end. */
  readonly sandboxUrl: string
  /** The embedded database, with its password. Undefined if DATABASE_URL was given. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly supervisorPid: number
  /** All its output so far, standard output and standard error in order of arrival. */
  output(): string
  /** Sends the stop signal, waits for the end and returns the exit code. The data stays. */
  stop(signal?: 'SIGINT' | 'SIGTERM'): Promise<number | null>
  /** Kills the supervisor, and only it, by SIGKILL. */
  kill9(): Promise<void>
  /** Resolves with the exit code when the supervisor has ended without a stop. */
  readonly exited: Promise<number | null>
  /**
   * Ends all remaining processes, including those left by `kill9`, and removes the data. Call it in afterEach or afterAll.
   */
  cleanUp(): Promise<void>
}

export type PerennialOptions = {
  /** Added to a nearly empty environment; PORT and SANDBOX_PORT are reserved ones unless they are given. */
  readonly env?: Readonly<Record<string, string>>
  /** Of an earlier one, to start again on its data. Absent: a new temporary folder, as after a first start and stop. */
  readonly dataDir?: string
  /** On an empty folder, as on a fresh machine. */
  readonly isFirstStart?: boolean
  /** The file that is run; absent: the program itself, src/main.ts. */
  readonly main?: string
  /** A command that is run in the project's folder instead of a file; `supervisorPid` is then its process. */
  readonly command?: readonly [string, ...string[]]
}

/** Starts Perennial and waits until it is ready. @throws with all its output if it ends before. */
export async function startPerennial(options: PerennialOptions = {}): Promise<Perennial> {
  const { perennial, ready } = await launchPerennial(options)
  if (await ready) return perennial
  await perennial.cleanUp()
  throw new Error(`Perennial did not start:\n${perennial.output()}`)
}

/**
 * Starts Perennial without waiting. `ready` becomes true when it has printed its banner, and false when it has ended
 * before that, or has not printed it within two minutes.
 */
export async function launchPerennial(
  options: PerennialOptions = {},
): Promise<{ perennial: Perennial; ready: Promise<boolean> }> {
  const dataDir = options.dataDir ?? (await (options.isFirstStart ? emptyDataFolder() : usedDataFolder(startAndStop)))
  const env = { PORT: String(await reservePort()), SANDBOX_PORT: String(await reservePort()), ...options.env }
  const file = options.main ?? path.join(projectFolder, 'src', 'main.ts')
  const [program, ...words] = options.command ?? [process.execPath, file]
  const child = spawn(program, words, {
    cwd: projectFolder,
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // The signals of a terminal are for the test run, which ends this process itself.
    detached: true,
  })
  let output = ''
  const isReady = Promise.withResolvers<boolean>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes('Perennial is ready')) isReady.resolve(true)
    })
  }
  const exited = new Promise<number | null>(resolve => child.once('close', code => resolve(code)))
  const timer = setTimeout(() => isReady.resolve(false), startDeadlineMs).unref()
  void exited.then(() => isReady.resolve(false))
  void isReady.promise.then(() => clearTimeout(timer))
  const emergency = () => endNow(child, dataDir)
  process.once('exit', emergency)
  const perennial: Perennial = {
    url: `http://localhost:${env.PORT}`,
    graphqlUrl: `http://localhost:${env.PORT}/graphql`,
    wsUrl: `ws://localhost:${env.PORT}/graphql`,
    sandboxUrl: `http://localhost:${env.SANDBOX_PORT}`,
    get databaseUrl() {
      return embeddedUrl(output, dataDir)
    },
    dataDir,
    supervisorPid: child.pid ?? 0,
    output: () => output,
    exited,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return exited
    },
    kill9: async () => {
      child.kill('SIGKILL')
      while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await delay(5)
    },
    cleanUp: async () => {
      child.kill('SIGKILL')
      await endLeftovers(dataDir)
      const dataFolder = await placedDataFolder(dataDir).catch(() => path.join(dataDir, 'postgres'))
      const left = await runningPostmaster(dataFolder)
      if (left) {
        process.kill(left.pid, 'SIGQUIT')
        while (isRunning(left.pid)) await delay(10)
      }
      await rm(dataDir, { recursive: true, force: true })
      process.off('exit', emergency)
    },
  }
  return { perennial, ready: isReady.promise }
}

async function startAndStop(dataDir: string): Promise<void> {
  const code = await (await startPerennial({ dataDir })).stop()
  if (code !== 0) throw new Error(`the first start ended with the exit code ${code}`)
}

function embeddedUrl(output: string, dataDir: string): string | undefined {
  const shown = /postgresql:\/\/\S+/.exec(output)?.[0]
  if (!shown) return undefined
  const password = readFileSync(path.join(dataDir, 'postgres-password'), 'utf8').trim()
  return Object.assign(new URL(shown), { password }).href
}

/** The synchronous part of the clean-up when a test process is ended from outside. */
function endNow(child: ChildProcess, dataDir: string): void {
  child.kill('SIGKILL') // the programs end when they lose it
  try {
    process.kill(
      Number(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
      'SIGQUIT',
    )
  } catch {
    // there is none
  }
  rmSync(dataDir, { recursive: true, force: true })
}
