import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Account, unprivilegedAccount } from '../../../src/supervisor/postgres/account.ts'
import { placeDataFolder, placedDataFolder } from '../../../src/supervisor/postgres/data-folder.ts'

const isRoot = process.getuid?.() === 0

let folder: string
let shared: string
let account: Account | undefined

beforeEach(async () => {
  account = await unprivilegedAccount()
  folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-placement-'))
  await chmod(folder, 0o755)
  shared = path.join(folder, 'shared')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function makeDataDir(name: string, mode: number): Promise<string> {
  const dataDir = path.join(folder, name, '.data')
  await mkdir(dataDir, { recursive: true })
  await chmod(path.join(folder, name), mode)
  return dataDir
}

async function pretendCluster(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true })
  await writeFile(path.join(dataFolder, 'PG_VERSION'), '18\n')
}

test('without an account of its own the database is inside DATA_DIR, with any mode', async () => {
  const dataDir = await makeDataDir('home', 0o700)
  expect(await placeDataFolder(dataDir, undefined, shared)).toBe(path.join(dataDir, 'postgres'))
  expect(await readdir(dataDir)).toEqual([])
})

describe.runIf(isRoot)('as root', () => {
  const place = (dataDir: string) => placeDataFolder(dataDir, account, shared)

  test('a folder that others may enter keeps its database inside', async () => {
    const dataDir = await makeDataDir('open', 0o755)
    expect(await place(dataDir)).toBe(path.join(dataDir, 'postgres'))
  })

  test('a folder that others may not enter keeps it elsewhere, at the same place each time', async () => {
    const dataDir = await makeDataDir('home', 0o700)
    const dataFolder = await place(dataDir)
    expect(path.dirname(path.dirname(dataFolder))).toBe(shared)
    await pretendCluster(dataFolder)
    expect(await place(dataDir)).toBe(dataFolder)
    expect(await placedDataFolder(dataDir)).toBe(dataFolder)
  })

  test('once elsewhere it stays there, even if the folder is opened', async () => {
    const dataDir = await makeDataDir('home', 0o700)
    const dataFolder = await place(dataDir)
    await pretendCluster(dataFolder)
    await chmod(path.dirname(dataDir), 0o755)
    expect(await place(dataDir)).toBe(dataFolder)
  })

  test('a database inside a folder that was closed later is not replaced by an empty one', async () => {
    const dataDir = await makeDataDir('home', 0o755)
    await pretendCluster(await place(dataDir))
    await chmod(path.dirname(dataDir), 0o700)
    await expect(place(dataDir)).rejects.toThrow(
      `The account of PostgreSQL can no longer enter ${dataDir}, where the database is: give other users execute permission on its parent folders.`,
    )
  })

  test('a DATA_DIR that was moved keeps its database', async () => {
    const dataDir = await makeDataDir('home', 0o700)
    const dataFolder = await place(dataDir)
    await pretendCluster(dataFolder)
    const moved = path.join(path.dirname(dataDir), 'moved')
    await rename(dataDir, moved)
    expect(await place(moved)).toBe(dataFolder)
    expect(await place(moved)).toBe(dataFolder)
  })

  test('a database that was kept elsewhere and is gone is not replaced by an empty one', async () => {
    const dataDir = await makeDataDir('home', 0o700)
    const elsewhere = path.dirname(await place(dataDir))
    await rm(elsewhere, { recursive: true })
    await expect(place(dataDir)).rejects.toThrow(
      `The database of ${dataDir} was kept in ${elsewhere}, which does not exist: restore it, or remove DATA_DIR.`,
    )
  })

  test('a new DATA_DIR under an old path starts empty, and the data of the old one is set aside', async () => {
    const dataDir = await makeDataDir('home', 0o700)
    const old = await place(dataDir)
    await pretendCluster(old)
    await rm(dataDir, { recursive: true })
    await mkdir(dataDir)
    expect(await place(dataDir)).not.toBe(old)
    expect(await readdir(old)).toEqual(['PG_VERSION'])
  })
})
