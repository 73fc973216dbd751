import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { commandLine, isRunning } from '../process-identity.ts'

/** What `postmaster.pid` in a data folder says of the server that wrote it. */
export type Postmaster = {
  readonly pid: number
  readonly port: number
  /** `starting`, `stopping` or `ready`, as far as the server has got. */
  readonly status: string
}

function postmasterFile(dataFolder: string): string {
  return path.join(dataFolder, 'postmaster.pid')
}

/** Reads `postmaster.pid`; undefined if there is none or it is not complete yet. */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const text = await readFile(postmasterFile(dataFolder), 'utf8').catch(() => '')
  // pid, data folder, start time, port, socket folder, listen address, shared memory key, status.
  const lines = text.split('\n').map(line => line.trim())
  const [pid, port, status] = [Number(lines[0]), Number(lines[3]), lines[7]]
  return pid > 0 && port > 0 ? { pid, port, status: status ?? '' } : undefined
}

/**
 * The server that still runs on this data folder, left by a supervisor that was killed.
 *
 * A file alone proves nothing: after a crash of the machine its number may belong to a stranger. So the process must
 * also have been started as a PostgreSQL with this very folder.
 */
export async function runningPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const postmaster = await readPostmaster(dataFolder)
  if (!postmaster || !isRunning(postmaster.pid)) return undefined
  const words = (await commandLine(postmaster.pid)) ?? ''
  return words.includes('postgres') && words.includes(dataFolder) ? postmaster : undefined
}

/**
 * Makes the pid file of a dead server harmless where its number looks alive: because a stranger has it by now, or
 * because nobody has waited for the dead process (see isRunning). PostgreSQL would refuse to start for fear of it. The
 * file stays, because its shared memory key is how PostgreSQL recognizes that no child of a dead server still writes.
 * Called only if no server runs on the folder.
 */
export async function disownPostmaster(dataFolder: string): Promise<void> {
  const text = await readFile(postmasterFile(dataFolder), 'utf8').catch(() => undefined)
  if (text === undefined) return
  if (text.trim() === '') return rm(postmasterFile(dataFolder)) // a crash of the machine came before the first write
  const [, ...rest] = text.split('\n')
  await writeFile(postmasterFile(dataFolder), [unusedPid, ...rest].join('\n'))
}

/** Above what any system gives to a process. */
const unusedPid = 2_147_483_647
