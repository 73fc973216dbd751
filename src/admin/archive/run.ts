import { stat } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { StartupError } from '../../base/log/startup-error.ts'
import { copyOut } from '../../store/archive/copy-out.ts'
import {
  detach,
  dropArchived,
  exportOf,
  type Finished,
  finishedBefore,
  readInstallation,
  youngestOf,
} from '../../store/archive/partition.ts'
import type { Sql } from '../../store/sql/database.ts'
import { untilLocksAreFree } from '../../store/sql/until-locks-are-free.ts'
import { readBack, readJson, writeCompressed, writeText } from './file.ts'
import { type Manifest, manifestOf } from './manifest.ts'

interface ArchiveOptions {
  readonly sql: Sql
  /** A connection of its own, without time limits: exporting takes long. */
  readonly client: pg.Client
  /** An existing folder. */
  readonly folder: string
  /** Partitions whose last row is older are archived. */
  readonly before: Date
  readonly now: Date
  /** Called before each step, with its name and partition. */
  readonly onStep?: (step: Step, partition: string) => void
  /** Called if an endpoint has not read a partition, which is therefore kept. */
  readonly onUnread?: (endpointId: string, partition: string) => void
}

/** In this order. Whatever was done before a step is kept if the command ends there, and is not done again. */
export type Step = 'export' | 'manifest' | 'verify' | 'detach' | 'drop'

const TRIES = 100

/** Exports, verifies and drops old partitions, one after the other. Can be interrupted at any point and run again. */
export async function archive(options: ArchiveOptions): Promise<Manifest[]> {
  const { sql, client, folder, before, now, onStep, onUnread } = options
  if (!(await stat(folder).catch(() => undefined))?.isDirectory())
    throw new StartupError(`--to must be an existing folder, but ${folder} is not one. Create it, or choose another.`)
  await patiently(() => dropArchived(client))
  const done: Manifest[] = []
  const installation = await installationOf(client)
  for (const partition of await finishedBefore(sql, before, onUnread)) {
    const { name } = partition
    const step = (named: Step) => onStep?.(named, name)
    const manifest = await exported({ client, folder, installation, partition, step })
    const file = path.join(folder, manifest.file)
    step('verify')
    const found = await readBack(file)
    if (found.sha256 !== manifest.sha256 || found.rows !== manifest.rows)
      throw new StartupError(`${file} does not match its manifest: remove both files, and run the command again.`)
    const until = new Date(manifest.until)
    // A clock was moved: the partition has rows that are younger than its last one.
    if (until >= before) continue
    step('detach')
    const { rows, sha256 } = manifest
    await patiently(() => detach(client, partition, { name, file: manifest.file, sha256, rows, until, now }))
    step('drop')
    await patiently(() => dropArchived(client))
    done.push(manifest)
  }
  return done
}

interface Exporting {
  readonly client: pg.Client
  readonly folder: string
  readonly installation: Pick<Manifest, 'installation' | 'schemaVersion'>
  readonly partition: Finished
  readonly step: (named: Step) => void
}

/** The manifest of a complete export: an earlier one of the same partition, or a new one. */
async function exported({ client, folder, installation, partition, step }: Exporting): Promise<Manifest> {
  const { name, from, to, table } = partition
  const place = path.join(folder, `${name}.json`)
  const file = `${name}.csv.gz`
  const same = {
    ...installation,
    table: table.name,
    partition: name,
    from: from?.toString() ?? null,
    to: to.toString(),
  }
  const before = await readJson(place)
  const earlier = manifestOf(before)
  if (before !== undefined && earlier?.installation !== installation.installation)
    throw new StartupError(`${place} belongs to another installation: choose another folder with --to.`)
  if (earlier !== undefined && Object.entries(same).every(([key, value]) => earlier[key as keyof Manifest] === value))
    return earlier
  step('export')
  const until = (await youngestOf(client, partition)).toISOString()
  const sha256 = await writeCompressed(path.join(folder, file), copyOut(client, exportOf(partition)))
  step('manifest')
  const { rows } = await readBack(path.join(folder, file))
  const manifest: Manifest = { format: 1, ...same, until, rows, file, sha256 }
  await writeText(place, `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

async function installationOf(client: pg.Client): Promise<Exporting['installation']> {
  const found = await readInstallation(client)
  if (found === undefined)
    throw new StartupError('No gateway has been started on this database yet: start the gateway once.')
  return { installation: found.madeAt.toISOString(), schemaVersion: found.lastMigration }
}

function patiently(work: () => Promise<void>): Promise<void> {
  const givenUp = () =>
    new StartupError(
      'A long transaction keeps the table locked. The exported files are kept: run the command again later.',
    )
  return untilLocksAreFree(work, { tries: TRIES, givenUp })
}
