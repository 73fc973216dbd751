import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartupError } from '../../base/log/startup-error.ts'
import { isRunning } from '../process-identity.ts'
import { type ClusterFolder, postgresEnvironment } from './initialize.ts'
import { disownPostmaster, type Postmaster, readPostmaster, runningPostmaster } from './postmaster.ts'

/** After a crash PostgreSQL recovers first, for minutes on a slow disk; if it were ended meanwhile, it would begin again. */
const startDeadlineMs = 600_000
const stopDeadlineMs = 15_000
const pollMs = 10
const maxTries = 10
const retryMs = 300
const adoptedPollMs = 250
const logLimitBytes = 5_000_000

/** A running PostgreSQL on 127.0.0.1. */
export type PostgresServer = {
  readonly pid: number
  readonly port: number
  /** True if it was already running because its supervisor was killed. */
  readonly adopted: boolean
  /** Resolves when the server has ended, for any reason. */
  readonly exited: Promise<void>
  /** Stops it: `fast` writes everything to disk, `immediate` leaves recovery to the next start. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
}

export type ServerOptions = ClusterFolder & {
  /** Settings as in postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>
  /** The server's own log. A file and not a pipe, so that the server outlives a killed supervisor. */
  readonly logFile: string
  /** The port, if it is already configured elsewhere. Default: any free port. */
  readonly port?: number
}

/**
 * Starts the server on an initialized data folder, on a free port, or adopts the one that already runs there.
 *
 * @throws StartupError with the error from the server's log, if it is not ready within ten minutes.
 */
export async function startServer(options: ServerOptions): Promise<PostgresServer> {
  const running = await adoptable(options.dataFolder)
  if (running) return adopt(running)
  await disownPostmaster(options.dataFolder)
  await rotate(options.logFile)
  for (let tries = 1; ; tries++) {
    const outcome = await launch(options, options.port ?? (await freePort()))
    if (outcome.server) return outcome.server
    // Another program can take the free port first, and children of a killed server need a moment to end.
    const isTransient = /could not bind|shared memory block/.test(outcome.problem)
    if (!isTransient || tries === maxTries) {
      throw new StartupError(
        `The embedded PostgreSQL did not start (its log is ${options.logFile}): ${outcome.problem}.`,
      )
    }
    await delay(retryMs)
  }
}

// Below the ports of outgoing connections (from 32768 or 49152): such a connection could take the port during a
// restart.
const firstPort = 20_000
const ports = 10_000

/** A port that is free on 127.0.0.1 now, outside the range of outgoing connections. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = firstPort + randomInt(ports)
    const server = createServer()
    const free = await new Promise<boolean>(resolve =>
      server
        .once('error', () => resolve(false))
        .listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(true)),
    )
    if (!free) continue
    await new Promise(resolve => server.close(resolve))
    return port
  }
  throw new StartupError(
    `No port from ${firstPort} to ${firstPort + ports - 1} was found free on 127.0.0.1: stop programs that use them.`,
  )
}

async function adoptable(dataFolder: string): Promise<Postmaster | undefined> {
  const deadline = Date.now() + startDeadlineMs
  while (Date.now() < deadline) {
    const running = await runningPostmaster(dataFolder)
    if (!running || running.status === 'ready') return running
    await delay(pollMs) // it is starting or stopping
  }
  throw new StartupError(
    `A PostgreSQL server on ${dataFolder} has been starting or stopping for ten minutes: stop that server, then start Perennial again.`,
  )
}

function adopt({ pid, port }: Postmaster): PostgresServer {
  const exited = (async () => {
    while (isRunning(pid)) await delay(adoptedPollMs, undefined, { ref: false })
  })()
  return { pid, port, adopted: true, exited, stop: mode => stop(pid, mode) }
}

async function launch(
  options: ServerOptions,
  port: number,
): Promise<{ server: PostgresServer } | { server?: undefined; problem: string }> {
  const { account, binaries, dataFolder, logFile, settings } = options
  const log = await open(logFile, 'a', 0o600)
  const { size: logStart } = await log.stat()
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', dataFolder, '-p', String(port), ...words], {
    ...account,
    cwd: dataFolder,
    detached: true,
    env: postgresEnvironment,
    stdio: ['ignore', log.fd, log.fd],
  })
  let spawnProblem: string | undefined
  const exited = new Promise<void>(resolve => {
    child.once('exit', () => resolve())
    child.once('error', error => {
      spawnProblem = error.message
      resolve()
    })
  })
  await log.close()
  const pid = child.pid
  if (pid !== undefined && (await isReady(dataFolder, pid))) {
    child.unref()
    return { server: { pid, port, adopted: false, exited, stop: mode => stop(pid, mode, exited) } }
  }
  if (pid !== undefined && isRunning(pid)) await stop(pid, 'immediate', exited)
  await exited
  return { problem: spawnProblem ?? (await problemInLog(logFile, logStart, pid)) }
}

async function isReady(dataFolder: string, pid: number): Promise<boolean> {
  const deadline = Date.now() + startDeadlineMs
  while (Date.now() < deadline && isRunning(pid)) {
    const postmaster = await readPostmaster(dataFolder)
    if (postmaster?.pid === pid && postmaster.status === 'ready') return true
    await delay(pollMs)
  }
  return false
}

async function stop(pid: number, mode: 'fast' | 'immediate' = 'fast', exited?: Promise<void>): Promise<void> {
  const ended = exited ?? pollUntilGone(pid)
  signal(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  const slow = new AbortController()
  const late = delay(stopDeadlineMs, 'late', { signal: slow.signal }).catch(() => 'in time')
  if ((await Promise.race([ended, late])) === 'late') signal(pid, 'SIGQUIT')
  slow.abort()
  await ended
}

async function pollUntilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await delay(pollMs)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function problemInLog(logFile: string, from: number, pid: number | undefined): Promise<string> {
  const text = (await readFile(logFile)).subarray(from).toString('utf8')
  const lines = text.split('\n').filter(line => line.trim() !== '')
  // If a port is taken, the cause is before the FATAL line; otherwise it is in that line.
  const isCause = (line: string) => /FATAL|PANIC|error/.test(line)
  // Children of a killed server write to the same log while the next server starts.
  const cause =
    lines.find(line => line.includes('could not bind')) ??
    lines.find(line => line.includes(`[${pid}]`) && isCause(line)) ??
    lines.find(isCause)
  return cause ?? lines.at(-1) ?? 'its log is empty'
}

async function rotate(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    found => found.size,
    () => 0,
  )
  if (size > logLimitBytes) await rename(logFile, path.join(path.dirname(logFile), `${path.basename(logFile)}.1`))
}
