import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { StartupError } from '../../base/log/startup-error.ts'
import type { Account } from './account.ts'
import { binariesIn, type PostgresBinaries } from './binaries.ts'

const run = promisify(execFile)

/** A folder for files that PostgreSQL's account cannot reach elsewhere. Used only by root. */
export const sharedFolder = '/var/lib/perennial'

/**
 * Binaries that `account` can run: the given ones, or a copy in `shared` if the given ones are in a folder that others
 * cannot enter (root's home has mode 0700).
 */
export async function reachableBinaries(
  binaries: PostgresBinaries,
  account: Account | undefined,
  shared: string = sharedFolder,
): Promise<PostgresBinaries> {
  if (!account || (await canRun(binaries, account))) return binaries
  const copy = binariesIn(path.join(shared, `postgres-${binaries.version}`), binaries.version)
  if (await canRun(copy, account)) return copy
  await makePassableFolder(shared)
  const workFolder = await mkdtemp(`${copy.root}.copying-`)
  try {
    await chmod(workFolder, 0o755)
    // Static libraries are half of the package, and only compilers need them.
    const filter = (source: string) => !source.endsWith('.a')
    await cp(binaries.root, workFolder, { recursive: true, verbatimSymlinks: true, filter })
    const putInPlace = () =>
      rename(workFolder, copy.root).then(
        () => true,
        () => canRun(copy, account), // another start was faster, and its copy can be in use already
      )
    if (!(await putInPlace())) {
      await rm(copy.root, { recursive: true, force: true })
      await putInPlace()
    }
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
  if (await canRun(copy, account)) return copy
  throw new StartupError(
    `The account of PostgreSQL can run its programs neither in ${binaries.root} nor in ${copy.root}: move the project to a folder that other users can enter, or set DATABASE_URL.`,
  )
}

/** Creates a folder that others can enter, and the folders above it. */
export async function makePassableFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (first !== undefined) await chmod(folder, 0o755)
}

function canRun(binaries: PostgresBinaries, account: Account): Promise<boolean> {
  return succeeds(binaries.postgres, ['--version'], account)
}

/** Whether the account can enter the folder. */
export function canEnter(folder: string, account: Account): Promise<boolean> {
  return succeeds('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], account)
}

function succeeds(program: string, words: string[], account: Account): Promise<boolean> {
  return run(program, words, { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  )
}
