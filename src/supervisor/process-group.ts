import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { identify, isSameProcess, parseIdentity } from './process-identity.ts'

const pollMs = 20
const leftoverGraceMs = 3_000

/** Signals a whole process group by its leader's number. Nothing happens where it is gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    // Windows knows no groups: there only the leader.
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Remembers in DATA_DIR that a child runs, so that the next start can end it should this process be killed.
 *
 * @returns Forgets it again.
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
 * Ends the children that a killed supervisor of this DATA_DIR left. They end by themselves when they lose it; one that
 * is still draining is waited for up to three seconds. A process that only has the same number is left alone.
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
