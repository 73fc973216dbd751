import { execFile } from 'node:child_process'
import { access, chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

/** Names the folder of a test run to its processes. Not set outside a test run. */
const VARIABLE = 'PERENNIAL_TEST_RUN'

/**
 * Vitest's global setup: a folder for the DATA_DIR on which the program has started once. Others begin with a copy of
 * it, which saves a second of initdb and migrations each.
 *
 * @returns Removes it.
 */
export async function provideUsedDataFolder(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-run-'))
  await chmod(folder, 0o755)
  process.env[VARIABLE] = folder
  return () => rm(folder, { recursive: true, force: true })
}

/** A folder that others may enter, so that root's database is kept inside it too. */
export async function emptyDataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-data-'))
  await chmod(folder, 0o755)
  return folder
}

/**
 * A copy of the test run's folder.
 *
 * @param use Starts the program on an empty folder, and stops it. The first caller of a test run waits for it.
 */
export async function usedDataFolder(use: (folder: string) => Promise<void>): Promise<string> {
  const folder = await emptyDataFolder()
  const run = process.env[VARIABLE]
  if (run === undefined) return folder
  const original = path.join(run, 'data')
  while (!(await exists(original)) && !(await make(original, use))) await delay(20)
  // Unlike fs.cp, it keeps the owner of the database.
  await promisify(execFile)('cp', ['-a', `${original}/.`, folder])
  return folder
}

/** @returns False if another process makes it. A test that waits for it is ended by its own timeout. */
async function make(original: string, use: (folder: string) => Promise<void>): Promise<boolean> {
  const lock = `${original}.lock`
  const isMine = await mkdir(lock).then(
    () => true,
    () => false,
  )
  if (!isMine) return false
  try {
    if (await exists(original)) return true // made since the caller looked
    const folder = await mkdtemp(`${original}-`)
    await chmod(folder, 0o755)
    await use(folder)
    await rename(folder, original)
    return true
  } finally {
    await rm(lock, { recursive: true }) // if it failed, the next one tries again
  }
}

function exists(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  )
}
