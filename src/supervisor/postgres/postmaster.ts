import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { commandLine, isRunning } from '../process-identity.ts'

/** The content of `postmaster.pid` in a data folder. */
export type Postmaster = {
  readonly pid: number
  readonly port: number
  /** `starting`, `stopping` or `ready`. */
  readonly status: string
}

function postmasterFile(dataFolder: string): string {
  return path.join(dataFolder, 'postmaster.pid')
}

/** Reads `postmaster.pid`; undefined if it is missing or incomplete. */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const text = await readFile(postmasterFile(dataFolder), 'utf8').catch(() => '')
  // pid, data folder, start time, port, socket folder, listen address, shared memory key, status.
  const lines = text.split('\n').map(line => line.trim())
  const [pid, port, status] = [Number(lines[0]), Number(lines[3]), lines[7]]
  return pid > 0 && port > 0 ? { pid, port, status: status ?? '' } : undefined
}

/**
 * The server that still runs on this data folder because its supervisor was killed.
 *
 * The pid file alone proves nothing: after a crash of the machine, another process can have that pid. So the command
 * line of the process must also name PostgreSQL and this folder.
 */
export async function runningPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const postmaster = await readPostmaster(dataFolder)
  if (!postmaster || !isRunning(postmaster.pid)) return undefined
  const words = (await commandLine(postmaster.pid)) ?? ''
  return words.includes('postgres') && words.includes(dataFolder) ? postmaster : undefined
}

/**
 * Replaces the pid in the pid file of a dead server. If another process has that pid now, or the dead process is a
 * zombie (see isRunning), PostgreSQL would refuse to start. The rest of the file is unchanged, because from its shared
 * memory key PostgreSQL detects children of the dead server that still write. Call this only if no server runs on the
 * folder.
 */
export async function disownPostmaster(dataFolder: string): Promise<void> {
  const text = await readFile(postmasterFile(dataFolder), 'utf8').catch(() => undefined)
  if (text === undefined) return
  if (text.trim() === '') return rm(postmasterFile(dataFolder)) // the machine crashed before the first write
  const [, ...rest] = text.split('\n')
  await writeFile(postmasterFile(dataFolder), [unusedPid, ...rest].join('\n'))
}

/** Above the largest pid of any system. */
const unusedPid = 2_147_483_647
