import { cp, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'

const migrations = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))
const SCOPES = '20261130130000_scopes'

let database: TestDatabase
let folder: string
beforeEach(async () => {
  database = await createTestDatabase()
  await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-migrations-'))
  const isEarlier = (source: string) => source === migrations || path.relative(migrations, source) < SCOPES
  await cp(migrations, folder, { recursive: true, filter: isEarlier })
})
afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const addKey = (id: string, scopes: readonly string[]) =>
  database.pool.query(
    `INSERT INTO api_keys (id, merchant_id, mode, hash, hint, scopes, created_at)
     VALUES ($1, 'mer_1', 'TEST', $1, 'sk_', $2, now())`,
    [id, scopes],
  )

test('existing keys keep what they could do, and no key can have a scope that does not exist', async () => {
  await migrate(database.url, { folder })
  await database.pool.query(`INSERT INTO merchants (id, name, created_at) VALUES ('mer_1', 'Shop', now())`)
  await addKey('key_1', [])
  await addKey('key_2', ['operator'])
  await migrate(database.url)
  expect((await database.pool.query('SELECT id, scopes FROM api_keys ORDER BY id')).rows).toEqual([
    { id: 'key_1', scopes: ['read', 'charge', 'refund', 'manage'] },
    { id: 'key_2', scopes: ['read', 'charge', 'refund', 'manage', 'operator'] },
  ])
  const unknown = database.pool.query(`UPDATE api_keys SET scopes = '{read,root}' WHERE id = 'key_1'`)
  await expect(unknown).rejects.toThrow('api_keys_scopes')
})
