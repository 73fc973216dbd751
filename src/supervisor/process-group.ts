import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { identify, isSameProcess, parseIdentity } from './process-identity.ts'

const pollMs = 20
const leftoverGraceMs = 3_000

/** Signals a process group by the pid of its leader. Does nothing if the group has ended. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    // Windows has no process groups, so only the leader is signaled.
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Records a running child in DATA_DIR, so that the next start can stop it if this process is killed.
 *
 * @returns Removes the record.
 */
export async function rememberChild(dataDir: string, name: string, pid: number): Promise<() => Promise<void>> {
  const folder = path.join(dataDir, 'processes')
  const file = path.join(folder, `${name}.json`)
  const identity = await identify(pid)
  if (!identity) return async () => {}
  await mkdir(folder, { recursive: true })
  await writeFile(file, JSON.stringify(identity))
  return () => rm(file, { force: true })
}

/**
 * Stops the children of a killed supervisor of this DATA_DIR. They stop when their IPC channel closes; a child that
 * still drains gets three seconds. A different process with the same pid is not touched.
 */
export async function endLeftovers(dataDir: string): Promise<void> {
  const folder = path.join(dataDir, 'processes')
  const files = await readdir(folder).catch(() => [])
  await Promise.all(files.map(file => endLeftover(path.join(folder, file))))
}

async function endLeftover(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => 'null')
  const identity = parseIdentity(text)
  if (identity && (await isSameProcess(identity))) {
    signalGroup(identity.pid, 'SIGTERM')
    const deadline = Date.now() + leftoverGraceMs
    while (await isSameProcess(identity)) {
      if (Date.now() > deadline) signalGroup(identity.pid, 'SIGKILL')
      await delay(pollMs)
    }
  }
  await rm(file, { force: true })
}
