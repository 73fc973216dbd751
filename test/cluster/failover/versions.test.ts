import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PRESENT, prepareVersions } from '../../../cluster/failover/versions.ts'
import { BASE } from '../../../scripts/migration-rules/rules.ts'
import { readMigrations } from '../../../src/store/migrations/folder.ts'
import { full } from '../../support/full.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-versions-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const migrationsOf = (program: string) => readdir(path.join(path.dirname(program), '../prisma/migrations'))

test('the version after this one is a copy with more migrations', async () => {
  const { before, after, migrations } = await prepareVersions(PRESENT, folder)
  expect(after).toBe(path.join(folder, 'later/src/gateway.ts'))
  expect(existsSync(path.join(folder, 'later/src/store/prisma/generated/client.ts'))).toBe(true)
  expect((await migrationsOf(after)).sort()).toEqual([...(await migrationsOf(before)), ...migrations].sort())
  expect(migrations).toHaveLength(2)
})

test.runIf(full)('the previous version has all migrations up to the base, and its own Prisma client', async () => {
  const { before, migrations } = await prepareVersions(undefined, folder)
  const names = (await readMigrations()).map(({ name }) => name)
  expect(migrations).toEqual(names.filter(name => name > BASE))
  expect(await migrationsOf(before)).not.toContain(migrations[0])
  expect(await migrationsOf(before)).toContain(BASE)
  expect(existsSync(path.join(folder, 'earlier/src/store/prisma/generated/client.ts'))).toBe(true)
})
