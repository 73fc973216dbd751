import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartupError } from '../base/log/startup-error.ts'
import { identify, isRunning, isSameProcess, type ProcessIdentity, parseIdentity } from './process-identity.ts'

const pollMs = 50
/** It takes two calls to the file system. */
const longestRemovalMs = 10_000
/** Long enough for a supervisor to notice that its parent npm was killed. */
const defaultPatienceMs = 1_000

/**
 * Locks DATA_DIR for this process, until the lock is released or the process ends, however it ends. Written by hand: no
 * lock-file library distinguishes a running holder from a later process with the same pid, as containers have after a
 * restart.
 *
 * @param patienceMs How long to wait for a process that holds the lock.
 * @returns Releases the lock.
 * @throws StartupError if a running process holds the lock.
 */
export async function lockDataDir(dataDir: string, patienceMs = defaultPatienceMs): Promise<() => Promise<void>> {
  const file = path.join(dataDir, 'supervisor.lock')
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const own = JSON.stringify(await identify(process.pid))
  await writeFile(draft, own)
  try {
    while (!(await take(draft, file))) await waitOrRemove(file, patienceMs)
  } finally {
    await rm(draft, { force: true })
  }
  return async () => {
    if ((await readText(file)) === own) await rm(file, { force: true })
  }
}

async function take(draft: string, file: string): Promise<boolean> {
  // Unlike a rename, a link fails if the name is taken.
  return link(draft, file).then(
    () => true,
    error => {
      if (error.code !== 'EEXIST') throw error
      return false
    },
  )
}

/** Returns once the lock can be tried again: it was released, or it was stale and is removed. */
async function waitOrRemove(file: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const content = await readText(file)
    if (content === undefined) return
    const holder = parseIdentity(content)
    if (!holder || !(await isHeldBy(holder))) return removeStale(file, content)
    if (Date.now() >= deadline)
      throw new StartupError(
        `Perennial is already running on ${path.dirname(file)} (process ${holder.pid}): stop that process, or set DATA_DIR to another folder.`,
      )
    await delay(pollMs)
  }
}

/**
 * Removes a stale lock. Two starts can find the same stale lock, and the slower one must not remove the new lock of the
 * faster one. So only one start at a time may remove a lock, and it reads the lock again before it removes it.
 */
async function removeStale(file: string, content: string): Promise<void> {
  const removal = `${file}.removal`
  if (!(await beginRemoval(removal))) return delay(pollMs)
  try {
    if ((await readText(file)) === content) await rm(file, { force: true })
  } finally {
    await rmdir(removal)
  }
}

/** False if another start is removing the lock now. If that start died, the next try can begin. */
async function beginRemoval(removal: string): Promise<boolean> {
  try {
    await mkdir(removal)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const begun = await stat(removal).catch(() => undefined)
  if (begun && Date.now() - begun.mtimeMs > longestRemovalMs) await rmdir(removal).catch(() => {})
  return false
}

function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined)
}

function isHeldBy(holder: ProcessIdentity): Promise<boolean> | boolean {
  // If the system does not say when a process began, only its pid decides.
  return holder.began === '' ? isRunning(holder.pid) : isSameProcess(holder)
}
