import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { keepNotification, type NewNotification } from '../../../src/store/webhook/keep.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'

let database: TestDatabase
let sql: Database
beforeAll(async () => {
  database = await createTestDatabase()
  sql = openDatabase({ url: database.url })
})
afterAll(async () => {
  await sql.close()
  await database.drop()
})

const now = new Date()
const leaseUntil = new Date(now.getTime() + 15_000)
const keep = (given: Partial<NewNotification> = {}) => {
  const id = newId('providerEvent', now)
  const nothing = {
    providerAccountId: null,
    owner: undefined,
    providerReference: null,
    sentReference: null,
    error: null,
  }
  const delivered: NewNotification = {
    ...{ id, provider: 'PPRO', providerEventId: id, type: 'a', status: 'RECEIVED', withoutEventId: false },
    ...{ ...nothing, encryptedBody: Buffer.from([0, 255, 92, 39]) },
    ...given,
  }
  return keepNotification(sql, delivered, { now, leaseUntil })
}
const times = <T>(count: number, work: () => T): T[] => Array.from({ length: count }, work)

/** How many statements the work needs. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const stop = sql.onStatement(name => {
    if (name === 'provider-event-keep') count += 1
  })
  await work()
  stop()
  return count
}

test('those that arrive while others are being stored go together in one statement', async () => {
  const count = await statements(async () => {
    const kept = await Promise.all(times(40, () => keep()))
    expect(new Set(kept.map(({ state }) => state))).toEqual(new Set(['held']))
    const { rows } = await database.pool.query(
      `SELECT encrypted_body AS body, deliveries, next_try_at AS due, lease_until AS lease FROM provider_events WHERE id = ANY($1)`,
      [kept.map(({ id }) => id)],
    )
    const stored = { body: Buffer.from([0, 255, 92, 39]), deliveries: 1, due: now, lease: leaseUntil }
    expect(rows).toEqual(times(40, () => stored))
  })
  // The first two at once, then all others.
  expect(count).toBe(3)
})

test('the same notification many times at once is stored once, and each delivery is counted', async () => {
  const kept = await Promise.all(times(10, () => keep({ providerEventId: 'same' })))
  expect(kept.filter(({ state }) => state === 'held')).toHaveLength(1)
  expect(new Set(kept.map(({ id }) => id)).size).toBe(1)
  const { rows } = await database.pool.query(`SELECT deliveries FROM provider_events WHERE provider_event_id = 'same'`)
  expect(rows).toEqual([{ deliveries: 10 }])
})

test('one that PostgreSQL refuses keeps no other from being stored', async () => {
  const all = [keep(), keep(), keep(), keep({ providerReference: 'a\0b' }), keep()]
  const results = await Promise.allSettled(all)
  expect(results.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'fulfilled', 'fulfilled'],
    ...['rejected', 'fulfilled'],
  ])
})
