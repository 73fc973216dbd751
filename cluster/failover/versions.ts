import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { BASE } from '../../scripts/migration-rules/rules.ts'

const run = promisify(execFile)
const project = fileURLToPath(new URL('../..', import.meta.url))
/** What the gateway needs, beside node_modules. */
const parts = ['src', 'schema', 'prisma', 'prisma.config.ts', 'package.json']

/** The program before and after an upgrade. */
export interface Versions {
  /** What they are, for a person. */
  readonly description: string
  /** The gateway's program of each. */
  readonly before: string
  readonly after: string
  /** The names of the migrations that `after` has and `before` has not. */
  readonly migrations: readonly string[]
}

/** For `from`: the earlier version is this one, and the later one is a copy of it with more migrations. */
export const PRESENT = 'present'

/**
 * @param from A commit, or PRESENT. Default: the last commit without the migrations that the version before must survive.
 * @param folder Where what differs from this folder is written.
 */
export async function prepareVersions(from: string | undefined, folder: string): Promise<Versions> {
  const other = path.join(folder, from === PRESENT ? 'later' : 'earlier')
  await mkdir(other)
  await symlink(path.join(project, 'node_modules'), path.join(other, 'node_modules'))
  if (from !== PRESENT) {
    const commit = await checkOut(from ?? (await lastBefore()), other)
    return versions(`from ${commit} to this version`, other, project)
  }
  for (const part of parts) await cp(path.join(project, part), path.join(other, part), { recursive: true })
  for (const [name, sql] of Object.entries(moreMigrations)) {
    await mkdir(path.join(other, 'prisma/migrations', name))
    await writeFile(path.join(other, 'prisma/migrations', name, 'migration.sql'), `${sql}\n`)
  }
  return versions('from this version to a copy of it with more migrations', project, other)
}

async function versions(words: string, before: string, after: string): Promise<Versions> {
  const known = new Set(await migrationsIn(before))
  const migrations = (await migrationsIn(after)).filter(name => !known.has(name))
  if (migrations.length === 0) throw new Error(`an upgrade ${words} has no migration: name an earlier commit by --from`)
  const program = (folder: string) => path.join(folder, 'src/gateway.ts')
  const description = `${words}, ${migrations.length} migrations`
  return { description, before: program(before), after: program(after), migrations }
}

async function migrationsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(folder, 'prisma/migrations'), { withFileTypes: true })
  return entries
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** The commit before the one that brought the first migration after BASE. */
async function lastBefore(): Promise<string> {
  const later = (await migrationsIn(project)).filter(name => name > BASE)
  const paths = later.map(name => `prisma/migrations/${name}`)
  const [first] = (await git('rev-list', '--first-parent', '--reverse', 'HEAD', '--', ...paths)).split('\n')
  if (!first) throw new Error(`git knows no commit with ${later[0]}: name one by --from, or --from ${PRESENT}`)
  return `${first}^`
}

/** Writes the commit's files, and the Prisma client of its schema, which git does not keep. @returns its short hash. */
async function checkOut(commit: string, folder: string): Promise<string> {
  const archive = `${folder}.tar`
  await git('archive', '--format=tar', `--output=${archive}`, commit, '--', ...parts)
  await run('tar', ['-xf', archive, '-C', folder])
  await rm(archive)
  const bin = path.join(project, 'node_modules/.bin')
  await run(path.join(bin, 'prisma'), ['generate'], {
    cwd: folder,
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` },
  })
  return (await git('rev-parse', '--short', commit)).trim()
}

async function git(...words: string[]): Promise<string> {
  const { stdout } = await run('git', words, { cwd: project })
  return stdout
}

/** What a release may do to large tables that are in use. */
const moreMigrations = {
  '99990101000000_run_columns': `ALTER TABLE "charges" ADD COLUMN "for_this_run" TEXT NOT NULL DEFAULT 'none';
ALTER TABLE "events" ADD COLUMN "for_this_run" TEXT;`,
  '99990101000100_run_index': `-- no-transaction
CREATE INDEX CONCURRENTLY "charges_for_this_run" ON "charges" ("for_this_run", "id");`,
}
