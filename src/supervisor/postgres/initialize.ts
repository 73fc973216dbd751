import { execFile } from 'node:child_process'
import { access, chown, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { StartupError } from '../../base/log/startup-error.ts'
import type { Account } from './account.ts'
import type { PostgresBinaries } from './binaries.ts'

const run = promisify(execFile)

/** The name of the embedded PostgreSQL's superuser. */
export const superuser = 'postgres'

export type ClusterFolder = {
  readonly binaries: PostgresBinaries
  /** Undefined: whoever runs this process. */
  readonly account: Account | undefined
  /** Absolute path. Its parent must exist and be passable for `account`. */
  readonly dataFolder: string
}

/** The environment of PostgreSQL's programs: nothing of ours, so that no PG… variable of the host changes them. */
export const postgresEnvironment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Creates the data folder unless it exists. It appears under its name only when it is complete, so a start that was
 * killed half-way leaves nothing that the next one could take for a database.
 *
 * @param options.durable false leaves out the flush to disk, for clusters of a test run.
 * @throws StartupError with initdb's own last words.
 */
export async function initializeCluster(
  folder: ClusterFolder,
  options: { password: string; durable: boolean },
): Promise<void> {
  const { account, binaries, dataFolder } = folder
  if (await isInitialized(dataFolder)) return
  // A folder beside the final one: the same file system, so that the rename is atomic.
  const workFolder = await mkdtemp(`${dataFolder}.initializing-`)
  try {
    const passwordFile = path.join(workFolder, 'password')
    const clusterFolder = path.join(workFolder, 'cluster')
    await mkdir(clusterFolder, { mode: 0o700 })
    await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 })
    if (account) {
      for (const file of [workFolder, passwordFile, clusterFolder]) await chown(file, account.uid, account.gid)
    }
    // The builtin provider sorts the same on every host, whatever its C library and its locales are.
    const words = [
      ...['-D', clusterFolder, '--username', superuser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      ...['--no-instructions', ...(options.durable ? [] : ['--no-sync'])],
    ]
    await run(binaries.initdb, words, { ...account, cwd: workFolder, env: postgresEnvironment }).catch(error => {
      throw new StartupError(
        `The embedded PostgreSQL could not create its data folder ${dataFolder}: ${lastWords(error)}.`,
      )
    })
    await rename(clusterFolder, dataFolder).catch(async error => {
      if (!(await isInitialized(dataFolder))) throw error // else another process was faster
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

function lastWords(error: { stderr?: string; message: string }): string {
  const lines = (error.stderr ?? '').split('\n').filter(line => line.trim() !== '')
  return lines.findLast(line => /error|fatal/i.test(line)) ?? lines.at(-1) ?? error.message
}
