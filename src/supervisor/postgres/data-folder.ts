import { createHash } from 'node:crypto'
import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { StartupError } from '../../base/log/startup-error.ts'
import type { Account } from './account.ts'
import { isInitialized } from './initialize.ts'
import { runningPostmaster } from './postmaster.ts'
import { canEnter, makePassableFolder, sharedFolder } from './reach.ts'

/** In DATA_DIR: the folder where its database is kept, where that is elsewhere. */
const pointerName = 'postgres-elsewhere'
/** Beside a database kept elsewhere: the DATA_DIR it belongs to. */
const ownerName = 'data-dir'

/**
 * The cluster's folder for a DATA_DIR: inside it, or in `shared` where root's DATA_DIR lies in a folder that
 * PostgreSQL's account may not enter. Once chosen it stays, also when DATA_DIR is moved or its mode changes.
 *
 * A new DATA_DIR under an old path is empty: what an earlier one kept elsewhere is set aside, not taken over, because
 * the keys for what is encrypted in it are gone.
 *
 * @param dataDir An existing folder.
 * @throws StartupError where no folder will do.
 */
export async function placeDataFolder(
  dataDir: string,
  account: Account | undefined,
  shared: string = sharedFolder,
): Promise<string> {
  const real = await realpath(dataDir)
  const inside = path.join(real, 'postgres')
  if (!account) return inside
  const kept = await readText(path.join(real, pointerName))
  if (kept) return keptElsewhere(real, kept)
  if (await canEnter(real, account)) return inside
  if (await isInitialized(inside)) {
    throw new StartupError(
      `The account of PostgreSQL cannot enter ${real} any more, where the database is: let other users pass the folders above it.`,
    )
  }
  const folder = path.join(shared, createHash('sha256').update(real).digest('hex').slice(0, 16))
  await setAside(folder)
  await makePassableFolder(shared)
  await makePassableFolder(folder)
  if (!(await canEnter(folder, account))) {
    throw new StartupError(
      `The account of PostgreSQL can enter neither ${real} nor ${folder}: set DATA_DIR to a folder that other users may enter, or set DATABASE_URL.`,
    )
  }
  await writeFile(path.join(folder, ownerName), `${real}\n`)
  await writeFile(path.join(real, pointerName), `${folder}\n`)
  return path.join(folder, 'postgres')
}

/** Where the cluster of a DATA_DIR was placed, without choosing a place or making anything. */
export async function placedDataFolder(dataDir: string): Promise<string> {
  const kept = await readText(path.join(dataDir, pointerName))
  return path.join(kept ?? (await realpath(dataDir)), 'postgres')
}

async function keptElsewhere(real: string, folder: string): Promise<string> {
  const owner = await readText(path.join(folder, ownerName))
  if (owner === undefined) {
    throw new StartupError(
      `The database of ${real} was kept in ${folder}, which is gone: restore it, or remove DATA_DIR.`,
    )
  }
  if (owner !== real) {
    // Moved, or copied? The original of a copy still points to the same database, and two cannot use it.
    if ((await readText(path.join(owner, pointerName))) === folder) {
      throw new StartupError(
        `${real} is a copy of ${owner}, whose database is kept in ${folder}: set DATA_DIR to an empty folder, or set DATABASE_URL.`,
      )
    }
    await writeFile(path.join(folder, ownerName), `${real}\n`)
  }
  return path.join(folder, 'postgres')
}

async function setAside(folder: string): Promise<void> {
  const dataFolder = path.join(folder, 'postgres')
  if (!(await isInitialized(dataFolder))) return rm(folder, { recursive: true, force: true })
  const left = await runningPostmaster(dataFolder)
  if (left) process.kill(left.pid, 'SIGINT')
  await rename(folder, `${folder}.${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}`)
}

async function readText(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text?.trim()
}
