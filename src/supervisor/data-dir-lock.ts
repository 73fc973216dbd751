import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartupError } from '../base/startup-error.ts'
import { identify, isRunning, isSameProcess, type ProcessIdentity, parseIdentity } from './process-identity.ts'

const settleMs = 50

/**
 * Takes DATA_DIR for this process, until the returned function is called or the process ends, however it ends.
 *
 * @throws StartupError where a process that still runs has it.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const file = path.join(dataDir, 'supervisor.lock')
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const own = JSON.stringify(await identify(process.pid))
  await writeFile(draft, own)
  try {
    for (;;) {
      const taken = await link(draft, file).then(
        () => true,
        error => {
          if (error.code !== 'EEXIST') throw error
          return false
        },
      )
      if (taken) break
      await removeIfStale(file, dataDir)
    }
  } finally {
    await rm(draft, { force: true })
  }
  return async () => {
    if ((await readFile(file, 'utf8').catch(() => '')) === own) await rm(file, { force: true })
  }
}

async function removeIfStale(file: string, dataDir: string): Promise<void> {
  const content = await readFile(file, 'utf8').catch(() => undefined)
  if (content === undefined) return // given back just now
  const holder = parseIdentity(content)
  if (holder && (await isHeldBy(holder))) {
    throw new StartupError(
      `Perennial already runs on ${path.resolve(dataDir)} (process ${holder.pid}): end it, or set DATA_DIR.`,
    )
  }
  // Two starts may find the same stale lock. A rename takes exactly one file; where it took the other start's new one,
  // that one is put back. The pause keeps a third start from finding the name free meanwhile.
  const removed = `${file}.${randomBytes(6).toString('hex')}`
  await rename(file, removed).catch(() => {})
  if ((await readFile(removed, 'utf8').catch(() => content)) !== content) {
    await link(removed, file).catch(() => {})
    await delay(settleMs)
  }
  await rm(removed, { force: true })
}

function isHeldBy(holder: ProcessIdentity): Promise<boolean> | boolean {
  // Where the system does not tell when a process began, a number in use has to count.
  return holder.began === '' ? isRunning(holder.pid) : isSameProcess(holder)
}
