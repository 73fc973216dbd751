import { randomBytes } from 'node:crypto'
import { access, readFile, realpath, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { StartupError } from '../../base/log/startup-error.ts'
import type { Account } from './account.ts'
import { isInitialized } from './initialize.ts'
import { canEnter, makePassableFolder, sharedFolder } from './reach.ts'

/** A file in DATA_DIR that names the folder of its database, if that is not inside DATA_DIR. */
const pointerName = 'postgres-elsewhere'

/**
 * The cluster's folder for a DATA_DIR: inside it, or in `shared` if root's DATA_DIR lies in a folder that PostgreSQL's
 * account cannot enter. Once chosen, it does not change, even if DATA_DIR is moved or its mode changes.
 *
 * @param dataDir An existing folder.
 * @throws StartupError if no folder can be used.
 */
export async function placeDataFolder(
  dataDir: string,
  account: Account | undefined,
  shared: string = sharedFolder,
): Promise<string> {
  const real = await realpath(dataDir)
  const inside = path.join(real, 'postgres')
  if (!account) return inside
  const kept = await readPointer(real)
  if (kept) return existing(kept, real)
  if (await canEnter(real, account)) return inside
  if (await isInitialized(inside))
    throw new StartupError(
      `The account of PostgreSQL can no longer enter ${real}, where the database is: give other users execute permission on its parent folders.`,
    )
  const folder = path.join(shared, randomBytes(8).toString('hex'))
  await makePassableFolder(shared)
  await makePassableFolder(folder)
  if (!(await canEnter(folder, account)))
    throw new StartupError(
      `The account of PostgreSQL can enter neither ${real} nor ${folder}: set DATA_DIR to a folder that other users can enter, or set DATABASE_URL.`,
    )
  await writeFile(path.join(real, pointerName), `${folder}\n`)
  return path.join(folder, 'postgres')
}

/** Finds the cluster of a DATA_DIR, without choosing a place or creating anything. */
export async function placedDataFolder(dataDir: string): Promise<string> {
  return path.join((await readPointer(dataDir)) ?? (await realpath(dataDir)), 'postgres')
}

async function existing(folder: string, dataDir: string): Promise<string> {
  await access(folder).catch(() => {
    throw new StartupError(
      `The database of ${dataDir} was kept in ${folder}, which does not exist: restore it, or remove DATA_DIR.`,
    )
  })
  return path.join(folder, 'postgres')
}

async function readPointer(dataDir: string): Promise<string | undefined> {
  const text = await readFile(path.join(dataDir, pointerName), 'utf8').catch(() => undefined)
  return text?.trim()
}
