import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
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

const keep = (key: string, revoked = false) =>
  database.pool.query(
    `INSERT INTO api_keys (id, merchant_id, mode, hash, hint, scopes, created_at, revoked_at)
     VALUES ($1, $2, 'LIVE', $3, 'sk_', '{}', now(), $4)`,
    [newId('apiKey', new Date()), merchantId, hashKey(key), revoked ? new Date() : null],
  )

test('a key identifies its merchant and its mode', async () => {
  await keep('sk_live_some-key_1')
  expect(await authenticateKey({ database }, 'sk_live_some-key_1')).toMatchObject({
    tenant: { merchantId, mode: 'LIVE' },
    merchantName: merchantId,
    scopes: [],
  })
})

test.each(['sk_live_unknown', 'sk_', '', 'some-key', 'sk_live_\0', `sk_${'a'.repeat(300)}`])(
  '%j identifies nobody',
  async key => {
    expect(await authenticateKey({ database }, key)).toBeUndefined()
  },
)

test('a revoked key identifies nobody, and the key itself is stored nowhere', async () => {
  await keep('sk_live_revoked', true)
  expect(await authenticateKey({ database }, 'sk_live_revoked')).toBeUndefined()
  const { rows } = await database.pool.query('SELECT * FROM api_keys')
  expect(JSON.stringify(rows)).not.toContain('sk_live')
})
