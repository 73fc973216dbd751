import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { noteKeyUse } from '../../../src/operations/api-key/note-use.ts'
import { authenticateKey, hashKey } from '../../../src/operations/hosted-page/authenticate.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

let testDatabase: TestDatabase
let database: Database
const merchantId = newId('merchant', new Date())
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
  await database.pool.query('INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now())', [merchantId])
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

const keep = (key: string, { revokedAt, expiresAt }: { revokedAt?: Date; expiresAt?: Date } = {}) =>
  database.pool.query(
    `INSERT INTO api_keys (id, merchant_id, mode, hash, prefix, scopes, created_at, revoked_at, expires_at)
     VALUES ($1, $2, 'LIVE', $3, 'sk_', '{}', now(), $4, $5)`,
    [newId('apiKey', new Date()), merchantId, hashKey(key), revokedAt, expiresAt],
  )

let now = new Date('2026-03-02T00:00:00.000Z')
const running: Promise<void>[] = []
const background = { run: (_name: string, work: () => Promise<void>) => void running.push(work()) }
const authenticate = (key: string) => authenticateKey({ database, clock: { now: () => now }, background }, key)

test('a key identifies its merchant and its mode', async () => {
  await keep('sk_live_some-key_1')
  expect(await authenticate('sk_live_some-key_1')).toMatchObject({
    tenant: { merchantId, mode: 'LIVE' },
    merchantName: merchantId,
    scopes: [],
  })
})

test.each(['sk_live_unknown', 'sk_', '', 'some-key', 'sk_live_\0', `sk_${'a'.repeat(300)}`])(
  '%j identifies nobody',
  async key => {
    expect(await authenticate(key)).toBeUndefined()
  },
)

test('a revoked key identifies nobody, and the key itself is stored nowhere', async () => {
  await keep('sk_live_revoked', { revokedAt: new Date() })
  expect(await authenticate('sk_live_revoked')).toBeUndefined()
  const { rows } = await database.pool.query('SELECT * FROM api_keys')
  expect(JSON.stringify(rows)).not.toContain('sk_live')
})

test('a key is refused from the moment it expires, also where it is remembered', async () => {
  await keep('sk_live_expires', { expiresAt: new Date(now.getTime() + 1000) })
  expect(await authenticate('sk_live_expires')).toMatchObject({ tenant: { merchantId, mode: 'LIVE' } })
  now = new Date(now.getTime() + 1000)
  expect(await authenticate('sk_live_expires')).toBeUndefined()
})

test('its last use is written behind the request, at most once a minute', async () => {
  await keep('sk_live_used')
  const lastUse = async () => {
    await Promise.all(running)
    const { rows } = await database.pool.query('SELECT last_used_at FROM api_keys WHERE hash = $1', [
      hashKey('sk_live_used'),
    ])
    return rows[0].last_used_at
  }
  const first = now
  expect(await lastUse()).toBeNull()
  await authenticate('sk_live_used')
  expect(await lastUse()).toEqual(first)
  now = new Date(first.getTime() + 59_999)
  noteKeyUse({ database, clock: { now: () => now }, background }, { id: await idOf('sk_live_used'), lastUsedAt: null })
  expect(await lastUse()).toEqual(first)
  now = new Date(first.getTime() + 60_000)
  noteKeyUse({ database, clock: { now: () => now }, background }, { id: await idOf('sk_live_used'), lastUsedAt: first })
  expect(await lastUse()).toEqual(now)
})

async function idOf(key: string): Promise<string> {
  const { rows } = await database.pool.query('SELECT id FROM api_keys WHERE hash = $1', [hashKey(key)])
  return rows[0].id
}
