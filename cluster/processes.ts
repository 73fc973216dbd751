import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Account } from '../src/supervisor/postgres/account.ts'

const POLL_MS = 20
const STOP_GRACE_MS = 10_000

export interface Command {
  readonly file: string
  readonly words: readonly string[]
  /** It runs here, and its command line names this folder: so it is found again. */
  readonly folder: string
  readonly logFile: string
  /** Undefined: the account of this process. */
  readonly account: Account | undefined
  readonly environment?: Readonly<Record<string, string>>
}

/** Starts a program that outlives nothing: the guardian or `endAll` ends it. It inherits no variable but PATH. */
export function startProcess({ file, words, folder, logFile, account, environment }: Command): ChildProcess {
  const log = openSync(logFile, 'a')
  const child = spawn(file, words, {
    ...account,
    cwd: folder,
    // Out of the terminal's group: a Ctrl-C is for the run, which ends the processes in order.
    detached: true,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC', HOME: folder, ...environment },
    stdio: ['ignore', log, log],
  })
  child.on('error', () => {}) // the caller waits until the program answers
  return child
}

/**
 * The processes whose command line names the folder. The folder of a machine is unique, so these are its programs, also
 * those that Patroni started. PostgreSQL's other processes are not among them: they end with their postmaster.
 */
export function processesIn(folder: string): readonly number[] {
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    return commandLineOf(pid).some(word => word === folder || word.includes(`${folder}/`)) ? [pid] : []
  })
}

function commandLineOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return [] // it has ended
  }
}

/** Sends SIGKILL to all processes of the folder at once, as if its machine lost power, and waits for their end. */
export async function killAll(folder: string): Promise<void> {
  for (let pids = processesIn(folder); pids.length > 0; pids = processesIn(folder)) {
    for (const pid of pids) send(pid, 'SIGKILL')
    await delay(POLL_MS)
  }
}

/**
 * Ends all processes of the folder. First those whose command line has `first`, by SIGTERM, while the others still serve
 * them; then the others; after ten seconds by SIGKILL.
 */
export async function endAll(folder: string, first: string): Promise<void> {
  const end = Date.now() + STOP_GRACE_MS
  const leading = processesIn(folder).filter(pid => commandLineOf(pid).some(word => word.includes(first)))
  for (const pid of leading) send(pid, 'SIGTERM')
  while (leading.some(pid => commandLineOf(pid).length > 0) && Date.now() < end) await delay(POLL_MS)
  for (const pid of processesIn(folder)) send(pid, 'SIGTERM')
  while (processesIn(folder).length > 0 && Date.now() < end) await delay(POLL_MS)
  await killAll(folder)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
