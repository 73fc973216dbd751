import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase, statement } from '../../../src/store/sql/database.ts'
import { onBehalfOf } from '../../../src/store/sql/fair-pool.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { until } from '../../support/until.ts'

const CONNECTIONS = 4

let testDatabase: TestDatabase
let database: Database
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url, maxConnections: CONNECTIONS, applicationName: 'fair-pool' })
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

const one = statement<{ one: number }>('fair-pool-one', 'SELECT 1 AS one')
const as = <T>(merchantId: string, work: () => Promise<T>) => onBehalfOf({ merchantId }, work)

/** Transactions that stay open until the test ends them. */
function openTransactions(count: number, options: { locks?: readonly bigint[] } = {}) {
  const mayEnd = Promise.withResolvers<void>()
  let running = 0
  const transactions = Array.from({ length: count }, () =>
    database.transaction(async sql => {
      await sql.row(one)
      running += 1
      await mayEnd.promise
    }, options),
  )
  const end = async () => {
    mayEnd.resolve()
    await Promise.all(transactions)
  }
  return { running: () => running, end }
}

const taken = () => database.pool.totalCount - database.pool.idleCount

describe('connections', () => {
  test('one merchant has at most half of them, and another one is served meanwhile', async () => {
    const many = as('mer_many', async () => openTransactions(20))
    const { running, end } = await many
    await until('its transactions to run', () => running() === CONNECTIONS / 2)
    expect(taken()).toBe(CONNECTIONS / 2)
    expect(await as('mer_other', () => database.row(one))).toEqual({ one: 1 })
    expect(running()).toBe(CONNECTIONS / 2)
    await end()
    expect([running(), taken()]).toEqual([20, 0])
  })

  test('the gateway’s own work can have all of them', async () => {
    const { running, end } = openTransactions(CONNECTIONS)
    await until('its transactions to run', () => running() === CONNECTIONS)
    expect(taken()).toBe(CONNECTIONS)
    await end()
    expect(taken()).toBe(0)
  })

  test('a merchant that waits is served before the second of another’s that wait', async () => {
    // One connection at a time becomes free, so that those that wait are served one after the other.
    const [others, last] = [openTransactions(CONNECTIONS - 1), openTransactions(1)]
    await until('all connections to be taken', () => others.running() + last.running() === CONNECTIONS)
    const served: string[] = []
    const asked = ['mer_a', 'mer_a', 'mer_a', 'mer_b'].map(merchant =>
      as(merchant, async () => {
        await database.row(one)
        served.push(merchant)
      }),
    )
    await last.end()
    await Promise.all(asked)
    expect(served).toEqual(['mer_a', 'mer_b', 'mer_a', 'mer_a'])
    await others.end()
  })

  test('a failed statement and a rolled back transaction give theirs back', async () => {
    const wrong = statement('fair-pool-wrong', 'SELECT 1 / 0')
    for (let i = 0; i < 2 * CONNECTIONS; i++) {
      await expect(as('mer_a', () => database.row(wrong))).rejects.toThrow('division by zero')
      await expect(as('mer_a', () => database.transaction(sql => sql.row(wrong)))).rejects.toThrow('division by zero')
    }
    expect(await as('mer_a', () => database.row(one))).toEqual({ one: 1 })
  })

  test('an operation that was cut gets none', async () => {
    const cut = () => database.row(one)
    await expect(onBehalfOf({ merchantId: 'mer_a', isCut: true }, cut)).rejects.toThrow('the operation was stopped')
    expect(taken()).toBe(0)
  })
})

describe('many transactions that wait for one lock', () => {
  test('have at most three connections, and others are served meanwhile', async () => {
    const { running, end } = openTransactions(50, { locks: [42n] })
    await until('the first to run and two to wait', () => running() === 1 && taken() === 3)
    expect(await database.row(one)).toEqual({ one: 1 })
    expect(running()).toBe(1)
    await end()
    expect([running(), taken()]).toEqual([50, 0])
  })
})
