import { chmod, cp, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unprivilegedAccount } from '../../../src/supervisor/postgres/account.ts'
import { binariesIn, locateBinaries } from '../../../src/supervisor/postgres/binaries.ts'
import { reachableBinaries } from '../../../src/supervisor/postgres/reach.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-reach-'))
  await chmod(folder, 0o755)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('without an account of its own PostgreSQL runs where it is', async () => {
  const binaries = binariesIn('/anywhere', '1')
  expect(await reachableBinaries(binaries, undefined, path.join(folder, 'shared'))).toBe(binaries)
})

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('programs in a folder that others may not enter are copied once to one that they may enter', async () => {
    const account = await unprivilegedAccount()
    const found = await locateBinaries()
    const home = path.join(folder, 'home')
    await mkdir(home)
    await cp(found.root, path.join(home, 'native'), { recursive: true, verbatimSymlinks: true })
    await chmod(home, 0o700)
    const shared = path.join(folder, 'shared')
    const closed = binariesIn(path.join(home, 'native'), found.version)

    const both = await Promise.all([
      reachableBinaries(closed, account, shared),
      reachableBinaries(closed, account, shared),
    ])
    const copy = binariesIn(path.join(shared, `postgres-${found.version}`), found.version)
    expect(both).toEqual([copy, copy])

    const copied = (await stat(copy.postgres)).mtimeMs
    expect(await reachableBinaries(closed, account, shared)).toEqual(copy)
    expect((await stat(copy.postgres)).mtimeMs).toBe(copied)
  })
})
