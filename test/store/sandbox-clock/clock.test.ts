import { afterAll, beforeAll, expect, test } from 'vitest'
import { aloneWithClock, raiseClockOffset, readClockOffset } from '../../../src/store/sandbox-clock/clock.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'

let testDatabase: TestDatabase
let database: Database
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

test('it stands with real time until it is moved', async () => {
  expect(await readClockOffset(database)).toBe(0)
})

test('the latest of all instants counts, whichever process writes last', async () => {
  // Beyond what fits into 32 bits.
  const years = 10 * 366 * 86_400_000
  expect(await raiseClockOffset(database, years, 'soon')).toBe(years)
  expect(await raiseClockOffset(database, years - 1, 'now')).toBe(years)
  expect(await Promise.all([5, 3, 9, 1].map(ms => raiseClockOffset(database, years + ms, 'soon')))).toContain(years + 9)
  expect(await readClockOffset(database)).toBe(years + 9)
})

test('the database itself refuses to turn it back, to delete it, and to add a second one', async () => {
  await raiseClockOffset(database, 1, 'now')
  const before = await readClockOffset(database)
  const refused = (text: string) => database.pool.query(text).catch((error: Error) => error.message)
  expect(await refused('UPDATE sandbox_clock SET offset_ms = offset_ms - 1')).toBe('the clock is never turned back')
  expect(await refused('DELETE FROM sandbox_clock')).toBe('the clock is never turned back')
  expect(await refused('INSERT INTO sandbox_clock (id, offset_ms) VALUES (2, 0)')).toMatch('sandbox_clock_one_row')
  expect(await readClockOffset(database)).toBe(before)
})

test('one at a time moves it; the next may when that is done, however it ended', async () => {
  const ended = Promise.withResolvers<string>()
  const first = aloneWithClock(database, () => ended.promise)
  const second = () => aloneWithClock(database, async () => 'second')
  // Once the first has the lock.
  await expect.poll(second).toBeUndefined()
  ended.resolve('first')
  expect(await first).toEqual({ done: 'first' })
  expect(await second()).toEqual({ done: 'second' })
  await expect(aloneWithClock(database, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await second()).toEqual({ done: 'second' })
})

test('a process that dies while it moves it blocks nobody', async () => {
  const dying = openDatabase({ url: testDatabase.url, applicationName: 'dying' })
  const begun = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const held = aloneWithClock(dying, () => {
    begun.resolve()
    return ended.promise
  })
  await begun.promise
  expect(await aloneWithClock(database, async () => 'mine')).toBeUndefined()
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dying' AND datname = current_database()`,
  )
  await expect.poll(() => aloneWithClock(database, async () => 'mine')).toEqual({ done: 'mine' })
  ended.resolve()
  await held
  await dying.close()
})
