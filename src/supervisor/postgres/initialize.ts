import { execFile } from 'node:child_process'
import { access, chown, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { StartupError } from '../../base/log/startup-error.ts'
import type { Account } from './account.ts'
import type { PostgresBinaries } from './binaries.ts'

const run = promisify(execFile)

/** A login costs as many hashes as the password has iterations. */
const FOR_TESTS = ['--no-sync', '--no-data-checksums', '--set', 'scram_iterations=1']

/** The name of the embedded PostgreSQL's superuser. */
export const superuser = 'postgres'

export type ClusterFolder = {
  readonly binaries: PostgresBinaries
  /** Undefined: the account of this process. */
  readonly account: Account | undefined
  /** Absolute path. Its parent must exist and be passable for `account`. */
  readonly dataFolder: string
}

/** The environment of PostgreSQL's programs. It inherits nothing, so that no PG… variable of the host affects them. */
export const postgresEnvironment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Creates the data folder if it does not exist. The folder gets its name only once it is complete, so a start that is
 * killed half-way leaves nothing that looks like a database.
 *
 * @param options.durable false skips the flush to disk and the checksums of pages, and makes guessing the password cheap:
 *   for test clusters.
 * @throws StartupError with initdb's error message.
 */
export async function initializeCluster(
  folder: ClusterFolder,
  options: { password: string; durable: boolean },
): Promise<void> {
  const { account, binaries, dataFolder } = folder
  if (await isInitialized(dataFolder)) return
  // Beside the final folder, in the same file system, so that the rename is atomic.
  const workFolder = await mkdtemp(`${dataFolder}.initializing-`)
  try {
    const passwordFile = path.join(workFolder, 'password')
    const clusterFolder = path.join(workFolder, 'cluster')
    await mkdir(clusterFolder, { mode: 0o700 })
    await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 })
    if (account) {
      for (const file of [workFolder, passwordFile, clusterFolder]) await chown(file, account.uid, account.gid)
    }
    // The builtin provider sorts the same on every host, independent of its C library and locales.
    const words = [
      ...['-D', clusterFolder, '--username', superuser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      ...['--no-instructions', ...(options.durable ? [] : FOR_TESTS)],
    ]
    await run(binaries.initdb, words, { ...account, cwd: workFolder, env: postgresEnvironment }).catch(error => {
      throw new StartupError(
        `The embedded PostgreSQL could not create its data folder ${dataFolder}: ${lastErrorOf(error)}.`,
      )
    })
    await rename(clusterFolder, dataFolder).catch(async error => {
      if (!(await isInitialized(dataFolder))) throw error // otherwise another process was faster
    })
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
}

/** Whether the folder holds a cluster. */
export async function isInitialized(dataFolder: string): Promise<boolean> {
  return access(path.join(dataFolder, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
}

function lastErrorOf(error: { stderr?: string; message: string }): string {
  const lines = (error.stderr ?? '').split('\n').filter(line => line.trim() !== '')
  return lines.findLast(line => /error|fatal/i.test(line)) ?? lines.at(-1) ?? error.message
}
