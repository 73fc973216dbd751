import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * A process that can be told from a later one with the same number: process ids are used again, so a number read
 * from a file proves nothing without the moment its process began.
 */
export type ProcessIdentity = {
  readonly pid: number
  /** Opaque; equal for the same process, different for another one. Empty if the system does not tell. */
  readonly began: string
}

/** The identity of a running process; undefined if there is none (a zombie counts as none). */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  if (!isRunning(pid)) return undefined
  const began = process.platform === 'linux' ? await beganOnLinux(pid) : await beganElsewhere(pid)
  return began === undefined ? undefined : { pid, began }
}

/** An identity written with JSON.stringify; undefined if the text is none. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const { pid, began } = JSON.parse(text) ?? {}
    return typeof pid === 'number' && typeof began === 'string' ? { pid, began } : undefined
  } catch {
    return undefined
  }
}

/** Whether that very process still runs. Where the system does not tell when a process began: no. */
export async function isSameProcess(identity: ProcessIdentity): Promise<boolean> {
  const now = await identify(identity.pid)
  return now !== undefined && now.began !== '' && now.began === identity.began
}

/**
 * Whether some process has this number, ours or not. One that has ended and that nobody has waited for counts as gone:
 * in a container, where the first process may never do so, it would stay for ever.
 */
export function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return process.platform !== 'linux' || !hasEnded(statFields(readStat(pid)))
}

/** The words a process was started with; undefined if there is no such process or the system does not tell. */
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
  const fields = statFields(readStat(pid))
  const beganTicks = fields[19]
  if (hasEnded(fields) || beganTicks === undefined) return undefined
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

/** The fields behind the program's name, which stands in parentheses and may hold spaces: the state is the first. */
function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function hasEnded(fields: string[]): boolean {
  return ['', 'Z', 'X'].includes(fields[0] ?? '')
}

async function beganElsewhere(pid: number): Promise<string | undefined> {
  return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    result => result.stdout.trim() || undefined,
    () => '',
  )
}
