import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartupError } from '../base/log/startup-error.ts'
import { identify, isRunning, isSameProcess, type ProcessIdentity, parseIdentity } from './process-identity.ts'

const settleMs = 50
const pollMs = 50
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
        `Perennial already runs on ${path.dirname(file)} (process ${holder.pid}): stop that process, or set DATA_DIR to another folder.`,
      )
    await delay(pollMs)
  }
}

/**
 * Two starts can find the same stale lock. A rename takes exactly one file; if it took the new lock of the other start,
 * that lock is put back. The pause reveals a third start that found the name free in between.
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

function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined)
}

function isHeldBy(holder: ProcessIdentity): Promise<boolean> | boolean {
  // If the system does not say when a process began, its number alone decides.
  return holder.began === '' ? isRunning(holder.pid) : isSameProcess(holder)
}
