import { afterAll, beforeAll, expect, test } from 'vitest'
import { logSeen, occurrencesPaidSince } from '../../../src/store/schedule/occurrences-paid.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { append, newEvent, newTenant } from '../../support/database/log-events.ts'

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

const tenant = newTenant()
const paid = (of = tenant) => newEvent(of, { type: 'schedule.occurrence_paid' })

test('what was visible before is not counted, what was not visible is: also from a transaction that had begun before', async () => {
  const early = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const open = database.transaction(async sql => {
    await append(sql, [paid()])
    begun.resolve()
    await early.promise
  })
  await begun.promise
  // Committed, although its transaction id is higher than that of the open transaction.
  await append(database, [paid(), paid()])
  const seen = await logSeen(database)
  expect(await occurrencesPaidSince(database, tenant, seen)).toBe(0)
  early.resolve()
  await open
  expect(await occurrencesPaidSince(database, tenant, seen)).toBe(1)
  await append(database, [paid(), paid(newTenant()), paid({ ...tenant, mode: 'LIVE' }), newEvent(tenant)])
  expect(await occurrencesPaidSince(database, tenant, seen)).toBe(2)
})
