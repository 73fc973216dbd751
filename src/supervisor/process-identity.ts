import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Identifies a process beyond its pid. Pids are reused, so a pid from a file proves nothing without the time at which
 * its process began. Node and the packages for it offer no such identity.
 */
export type ProcessIdentity = {
  readonly pid: number
  /** Opaque; equal only for the same process. Empty if the system does not provide it. */
  readonly began: string
}

/** The identity of a running process; undefined if it does not run or is a zombie. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  if (!isRunning(pid)) return undefined
  const began = process.platform === 'linux' ? await beganOnLinux(pid) : await beganElsewhere(pid)
  return began === undefined ? undefined : { pid, began }
}

/** Parses an identity written with JSON.stringify; undefined if the text is invalid. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const { pid, began } = JSON.parse(text) ?? {}
    return typeof pid === 'number' && typeof began === 'string' ? { pid, began } : undefined
  } catch {
    return undefined
  }
}

/** Whether exactly this process still runs; false if the system does not say when a process began. */
export async function isSameProcess(identity: ProcessIdentity): Promise<boolean> {
  const now = await identify(identity.pid)
  return now !== undefined && now.began !== '' && now.began === identity.began
}

/**
 * Whether any process has this pid. A zombie counts as ended, because in a container whose first process never waits
 * for its children it would remain forever.
 */
export function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return process.platform !== 'linux' || !hasEnded(readStat(pid))
}

/** The command line of a process; undefined if there is no such process or the system does not provide it. */
export async function commandLine(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
    return words?.split('\0').join(' ')
  }
  return run('ps', ['-o', 'command=', '-p', String(pid)]).then(
    result => result.stdout.trim(),
    () => undefined,
  )
}

async function beganOnLinux(pid: number): Promise<string | undefined> {
  const stat = readStat(pid)
  const beganTicks = statFields(stat)[19]
  if (hasEnded(stat) || beganTicks === undefined) return undefined
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  return `${boot.trim()}/${beganTicks}`
}

function readStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return '' // gone
  }
}

/** The fields after the program's name, which is in parentheses and can contain spaces. The first is the state. */
function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/**
 * Whether a process has ended, by Linux's /proc/PID/stat. A process whose first thread has ended keeps its files, and so
 * its ports, until its last thread has ended.
 */
export function hasEnded(stat: string): boolean {
  const fields = statFields(stat)
  const [state = '', threads = '0'] = [fields[0], fields[17]]
  return ['', 'Z', 'X'].includes(state) && Number(threads) <= 1
}

async function beganElsewhere(pid: number): Promise<string | undefined> {
  return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    result => result.stdout.trim() || undefined,
    () => '',
  )
}
