import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInstallation } from '../../src/app/installation.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import { readConfig } from '../../src/config/read.ts'
import { type Database, openDatabase } from '../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { formerKeyCheck, formerMac } from '../support/database/format-1.ts'

const [first, second, third] = [1, 2, 3].map(byte => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer]
const now = new Date()
let clone: TestDatabase
let database: Database
beforeAll(async () => {
  clone = await createTestDatabase()
  database = openDatabase({ url: clone.url })
})
afterAll(async () => {
  await database.close()
  await clone.drop()
})

const open = (...keys: Buffer[]) => openInstallation(database, masterKeys(keys), now)
const refused = 'The database was encrypted with another master key'

test('several gateways that start at once on an empty database have the same keys', async () => {
  const opened = await Promise.all(Array.from({ length: 8 }, () => open(first)))
  expect(new Set(opened.map(({ logEpoch }) => logEpoch)).size).toBe(1)
  expect(new Set(opened.map(({ vault }) => vault.mac('fingerprint', '{}').toString('hex'))).size).toBe(1)
  const place = { column: 'provider_events.encrypted_body', id: 'pev_1' } as const
  const written = opened.map(({ vault }) => vault.encrypt(place, null, 'a body'))
  for (const { vault } of opened)
    expect(written.map(bytes => vault.decrypt(place, null, bytes))).toEqual(Array(8).fill('a body'))
})

test('a gateway starts with any configured key that is the database’s, and with no other', async () => {
  await open(second, first)
  await open(third, second, first)
  await expect(open(second)).rejects.toThrow(refused)
})

test('a database of an earlier version gets its keys at the first start, even with a new master key', async () => {
  const { pool } = database
  await pool.query('UPDATE installation SET key_check = $1, system_key = NULL, fingerprint_key = NULL', [
    formerKeyCheck(first),
  ])
  await expect(open(second)).rejects.toThrow(refused)
  const opened = await Promise.all([open(second, first), open(second, first)])
  const [a, b] = opened.map(({ vault }) => vault.mac('fingerprint', '{}'))
  expect(a).toEqual(b)
  // Fingerprints of before stay valid: they are the former key's.
  expect(a).toEqual(formerMac(first, 'fingerprint', '{}'))
})

test('ENCRYPTION_KEY_PREVIOUS that cannot be read is refused without its value', () => {
  const result = readConfig({ SANDBOX: 'on', ENCRYPTION_KEY_PREVIOUS: `${'01'.repeat(32)},secret` })
  expect(result).toEqual({
    ok: false,
    problems: [
      {
        name: 'ENCRYPTION_KEY_PREVIOUS',
        message: 'must be keys of 32 bytes as in ENCRYPTION_KEY, separated by commas',
      },
    ],
  })
})
