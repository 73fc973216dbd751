import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { systemClock } from '../../../src/base/time/clock.ts'
import { systemTime } from '../../../src/base/time/real-time.ts'
import { authenticate, authenticateAll } from '../../../src/operations/access/authenticate.ts'
import { hashKey } from '../../../src/operations/access/secret-hash.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { newVault } from '../../support/world/vault.ts'

let testDatabase: TestDatabase
let database: Database
const merchantId = newId('merchant', new Date())
let clock = systemClock
const deps = () => ({ database, vault: newVault(), clock, realTime: systemTime, background: { run: () => {} } })
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
  await database.pool.query('INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now())', [merchantId])
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** Stops the time by which a check is remembered. Returns the function that moves it. */
function stoppedTime(): (ms: number) => void {
  let nowMs = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  return ms => {
    nowMs += ms
  }
}

const keep = (key: string, revoked = false) =>
  database.pool.query(
    `INSERT INTO api_keys (id, merchant_id, mode, hash, prefix, scopes, created_at, revoked_at)
     VALUES ($1, $2, 'LIVE', $3, 'sk_', '{read,charge}', now(), $4)`,
    [newId('apiKey', new Date()), merchantId, hashKey(key), revoked ? new Date() : null],
  )
const change = (key: string, set: string) =>
  database.pool.query(`UPDATE api_keys SET ${set} WHERE hash = $1`, [hashKey(key)])
const statementsOf = async (work: () => Promise<unknown>) => {
  const names: string[] = []
  const stop = database.onStatement(name => names.push(name))
  await work()
  stop()
  return names
}

test('a key identifies its merchant and its mode', async () => {
  await keep('sk_live_some-key_1')
  expect(await authenticate(deps(), 'sk_live_some-key_1')).toMatchObject({
    tenant: { merchantId, mode: 'LIVE' },
    merchantName: merchantId,
    scopes: ['read', 'charge'],
  })
})

test.each(['sk_live_unknown', 'sk_', '', 'some-key', 'sk_live_\0', `sk_${'a'.repeat(300)}`, 'ct_', 'ct_a.b.c'])(
  '%j identifies nobody',
  async key => {
    expect(await authenticate(deps(), key)).toBeUndefined()
    expect(await authenticateAll(deps(), [key])).toEqual([undefined])
  },
)

test('a revoked key identifies nobody, and the key itself is stored nowhere', async () => {
  await keep('sk_live_revoked', true)
  expect(await authenticate(deps(), 'sk_live_revoked')).toBeUndefined()
  const { rows } = await database.pool.query('SELECT * FROM api_keys')
  expect(JSON.stringify(rows)).not.toContain('sk_live')
})

test('one key is checked once a second, however many requests use it at the same time', async () => {
  stoppedTime()
  await keep('sk_live_busy')
  const busy = () => Promise.all(Array.from({ length: 100 }, () => authenticate(deps(), 'sk_live_busy')))
  expect(await statementsOf(busy)).toEqual(['api-keys-find'])
  expect(await statementsOf(busy)).toEqual([])
})

test('a revocation and a scope that was taken away count within a second', async () => {
  const key = 'sk_live_changing'
  const move = stoppedTime()
  await keep(key)
  const scopes = async () => (await authenticate(deps(), key))?.scopes
  expect(await scopes()).toEqual(['read', 'charge'])
  await change(key, `scopes = '{read}'`)
  move(999)
  expect(await scopes()).toEqual(['read', 'charge'])
  move(1)
  expect(await scopes()).toEqual(['read'])
  await change(key, 'revoked_at = now()')
  move(1_000)
  expect(await scopes()).toBeUndefined()
})

test('many credentials are checked as they are now, in one statement, and what is found serves later requests', async () => {
  await keep('sk_live_first')
  await keep('sk_live_second')
  await authenticate(deps(), 'sk_live_first')
  await change('sk_live_first', 'revoked_at = now()')
  let callers: Awaited<ReturnType<typeof authenticateAll>> = []
  const asked = ['sk_live_first', 'sk_live_second', 'sk_live_none']
  const names = await statementsOf(async () => (callers = await authenticateAll(deps(), asked)))
  expect(names).toEqual(['api-keys-find'])
  expect(callers.map(caller => caller?.tenant.mode)).toEqual([undefined, 'LIVE', undefined])
  const none = await statementsOf(async () => expect(await authenticate(deps(), 'sk_live_second')).toBeDefined())
  expect(none).toEqual([])
  expect(await authenticate(deps(), 'sk_live_first')).toBeUndefined()
})

test('a key is refused from the moment it expires, also where it is remembered', async () => {
  await keep('sk_live_expires')
  const now = new Date()
  clock = { now: () => now }
  await database.pool.query('UPDATE api_keys SET expires_at = $2 WHERE hash = $1', [
    hashKey('sk_live_expires'),
    new Date(now.getTime() + 1),
  ])
  expect(await authenticate(deps(), 'sk_live_expires')).toMatchObject({ tenant: { merchantId, mode: 'LIVE' } })
  clock = { now: () => new Date(now.getTime() + 1) }
  expect(await authenticate(deps(), 'sk_live_expires')).toBeUndefined()
  expect(await authenticateAll(deps(), ['sk_live_expires'])).toEqual([undefined])
})

test('its last use is written behind the request, at most once a minute', async () => {
  await keep('sk_live_used')
  const running: Promise<void>[] = []
  const background = { run: (_name: string, work: () => Promise<void>) => void running.push(work()) }
  const used = async (now: Date) => {
    clock = { now: () => now }
    // As it is now, and not as it is remembered.
    await authenticateAll({ ...deps(), background }, ['sk_live_used'])
    await Promise.all(running)
    const found = await database.pool.query('SELECT last_used_at FROM api_keys WHERE hash = $1', [
      hashKey('sk_live_used'),
    ])
    return found.rows[0].last_used_at
  }
  const first = new Date('2026-03-02T00:00:00.000Z')
  const later = (milliseconds: number) => new Date(first.getTime() + milliseconds)
  expect(await used(first)).toEqual(first)
  expect(await used(later(59_999))).toEqual(first)
  expect(await used(later(60_000))).toEqual(later(60_000))
})
