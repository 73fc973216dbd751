import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartupError } from '../base/log/startup-error.ts'
import { identify, isRunning, isSameProcess, type ProcessIdentity, parseIdentity } from './process-identity.ts'

const settleMs = 50
const pollMs = 50
/** Longer than the gateway drains. */
const stoppingPatienceMs = 20_000

/** DATA_DIR taken for this process, until it is given back or the process ends, however it ends. */
type DataDirLock = {
  /** Says that it will be given back soon: a start that finds it taken then waits. */
  announceRelease(): Promise<void>
  release(): Promise<void>
}

type LockOptions = {
  /** How long one that does not say that it stops is waited for. Long enough to notice that its npm was killed. */
  readonly patienceMs?: number
  /** Ends the waiting. */
  readonly signal?: AbortSignal
}

/**
 * Takes DATA_DIR, after waiting for one that is about to give it back.
 *
 * @returns undefined where `signal` ended the waiting.
 * @throws StartupError where a process that still runs has it.
 */
export async function lockDataDir(dataDir: string, options: LockOptions = {}): Promise<DataDirLock | undefined> {
  const file = path.join(dataDir, 'supervisor.lock')
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const own = JSON.stringify(await identify(process.pid))
  await writeFile(draft, own)
  try {
    while (!(await take(draft, file))) {
      if (options.signal?.aborted) return undefined
      await waitOrRemove(file, dataDir, options)
    }
  } finally {
    await rm(draft, { force: true })
  }
  let announced: Promise<void> | undefined
  return {
    announceRelease: () => {
      announced ??= writeFile(stoppingFile(dataDir), own)
      return announced
    },
    release: async () => {
      if ((await readText(file)) === own) await rm(file, { force: true })
      await announced?.catch(() => {})
      await rm(stoppingFile(dataDir), { force: true })
    },
  }
}

async function take(draft: string, file: string): Promise<boolean> {
  // A link, unlike a rename, fails where the name is taken.
  return link(draft, file).then(
    () => true,
    error => {
      if (error.code !== 'EEXIST') throw error
      return false
    },
  )
}

async function waitOrRemove(file: string, dataDir: string, options: LockOptions): Promise<void> {
  const { patienceMs = 1_000, signal } = options
  const begun = Date.now()
  while (!signal?.aborted) {
    const content = await readText(file)
    if (content === undefined) return // given back just now
    const holder = parseIdentity(content)
    if (!holder || !(await isHeldBy(holder))) return removeStale(file, content)
    const stopping = (await readText(stoppingFile(dataDir))) === content
    const isTooLong = Date.now() - begun > (stopping ? stoppingPatienceMs : patienceMs)
    // Giving back removes the lock first: read again, a missing announcement with a lock behind it is none.
    if (isTooLong && (await readText(file)) === content) {
      throw new StartupError(
        `Perennial already runs on ${path.resolve(dataDir)} (process ${holder.pid}): end it, or set DATA_DIR.`,
      )
    }
    await delay(pollMs)
  }
}

/**
 * Two starts may find the same stale lock. A rename takes exactly one file; where it took the other start's new one,
 * that one is put back. The pause lets a third start, which found the name free meanwhile, be seen.
 */
async function removeStale(file: string, content: string): Promise<void> {
  const removed = `${file}.${randomBytes(6).toString('hex')}`
  await rename(file, removed).catch(() => {})
  if (((await readText(removed)) ?? content) !== content) {
    await link(removed, file).catch(() => {})
    await delay(settleMs)
  }
  await rm(removed, { force: true })
}

function stoppingFile(dataDir: string): string {
  return path.join(dataDir, 'supervisor.stopping')
}

function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined)
}

function isHeldBy(holder: ProcessIdentity): Promise<boolean> | boolean {
  // Where the system does not tell when a process began, a number in use has to count.
  return holder.began === '' ? isRunning(holder.pid) : isSameProcess(holder)
}
