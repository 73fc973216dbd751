import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { progressProviderRequests } from '../../../src/store/provider-request/repository.ts'
import {
  type Database,
  LockedElsewhere,
  openDatabase,
  statement,
  statementsBuilt,
} from '../../../src/store/sql/database.ts'
import { createPool } from '../../../src/store/sql/pool.ts'
import { write } from '../../../src/store/sql/write.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'

let testDatabase: TestDatabase
let database: Database
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url, maxConnections: 4 })
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

const one = statement<{ one: number }>('test-one', 'SELECT 1 AS one')
const ownPid = statement<{ pid: number }>('test-pid', 'SELECT pg_backend_pid() AS pid')
const merchants = statement<{ id: string }>('test-merchants', 'SELECT id FROM merchants ORDER BY id')
const addMerchant = statement<never>(
  'test-add-merchant',
  'INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now())',
)

test('a connection lost between two statements fails its transaction, not the process (scenario 15)', async () => {
  const lost = database.transaction(async sql => {
    await sql.rows(addMerchant, ['mer_lost'])
    const own = await sql.row(ownPid)
    await testDatabase.pool.query('SELECT pg_terminate_backend($1)', [own?.pid])
    return sql.row(one)
  })
  await expect(lost).rejects.toThrow()
  expect(await database.row(one)).toEqual({ one: 1 })
  expect(await database.rows(merchants)).toEqual([])
})

test('an error from the server while a connection changes hands ends no process', async () => {
  const pool = createPool({ url: testDatabase.url, maxConnections: 1 })
  const first = await pool.connect()
  const next = pool.connect()
  // Handed on at once; the next holder hears of it a microtask later.
  first.release()
  expect(() => first.emit('error', new Error('terminating connection due to administrator command'))).not.toThrow()
  ;(await next).release(true)
  await pool.end()
})

test('a function that throws is rolled back, one that returns is committed', async () => {
  const refused = database.transaction(async sql => {
    await sql.rows(addMerchant, ['mer_thrown'])
    throw new Error('no')
  })
  await expect(refused).rejects.toThrow('no')
  await database.transaction(sql => sql.rows(addMerchant, ['mer_kept']))
  expect(await database.rows(merchants)).toEqual([{ id: 'mer_kept' }])
})

test('a deadlock that PostgreSQL broke is retried', async () => {
  const update = statement<never>('test-touch', 'UPDATE merchants SET name = name WHERE id = $1')
  for (const id of ['mer_a', 'mer_b']) await database.rows(addMerchant, [id])
  let both = 0
  const met = Promise.withResolvers<void>()
  const tries = { ab: 0, ba: 0 }
  const succeeded = Promise.withResolvers<void>()
  const cross = (name: 'ab' | 'ba', first: string, second: string) =>
    database.transaction(async sql => {
      // The one that PostgreSQL chose lets the other end, or they could deadlock again.
      if (++tries[name] > 1) await succeeded.promise
      await sql.rows(update, [first])
      if (++both === 2) met.resolve()
      await met.promise
      await sql.rows(update, [second])
    })
  const crossing = [cross('ab', 'mer_a', 'mer_b'), cross('ba', 'mer_b', 'mer_a')]
  for (const one of crossing) void one.then(succeeded.resolve, succeeded.reject)
  await Promise.all(crossing)
  expect(tries.ab + tries.ba).toBe(3)
})

test('every transaction has a time limit', async () => {
  const settings = statement<{ name: string; setting: string }>(
    'test-timeouts',
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout') ORDER BY name`,
  )
  expect(await database.rows(settings)).toEqual([
    { name: 'idle_in_transaction_session_timeout', setting: '10000' },
    { name: 'statement_timeout', setting: '15000' },
    { name: 'transaction_timeout', setting: '20000' },
  ])
})

describe('statements with generated texts', () => {
  const prepared = async (pool: Database['pool']) => {
    const { rows } = await pool.query<{ name: string }>('SELECT name FROM pg_prepared_statements ORDER BY name')
    return rows.map(({ name }) => name)
  }

  test('are prepared up to a limit; the others are executed as well', async () => {
    const alone = openDatabase({ url: testDatabase.url, maxConnections: 1 })
    const prepare = statementsBuilt<{ answer: number }>(2)
    const answers: (number | undefined)[] = []
    for (const number of [1, 2, 3, 4, 1, 3])
      answers.push(
        (await alone.row(prepare(`built-${number}`, name => statement(name, `SELECT ${number} AS answer`))))?.answer,
      )
    expect(answers).toEqual([1, 2, 3, 4, 1, 3])
    expect(await prepared(alone.pool)).toEqual(['built-1', 'built-2'])
    await alone.close()
  })

  test('are few if any number of rows is written', async () => {
    const alone = openDatabase({ url: testDatabase.url, maxConnections: 1 })
    const progress = { state: 'SETTLED', outcome: 'approved', nextStatusQueryAt: null, settledAt: new Date() } as const
    for (let count = 1; count <= 100; count++)
      await write(alone, [
        progressProviderRequests(Array.from({ length: count }, (_, i) => ({ id: `att_${i}`, ...progress }))),
      ])
    // For 1, 2, 4, 8, 16, 32, 64 and 128 rows at most.
    expect(await prepared(alone.pool)).toHaveLength(8)
    await alone.close()
  })
})

describe('statements that are not waited for', () => {
  const insertOf = (id: string) => [addMerchant, [id]] as const
  const merchant = statement<{ id: string }>('test-merchant', 'SELECT id FROM merchants WHERE id = $1')

  /** What is sent meanwhile: each a round trip, with the statements that go out together. */
  async function roundTrips(on: Database, work: () => Promise<unknown>): Promise<string[]> {
    const trips: string[] = []
    const stop = on.onStatement((name, pipelined) => trips.push(pipelined ? `${trips.pop()}, ${name}` : name))
    await work().catch(() => {})
    stop()
    return trips
  }

  test('go out together, the first with BEGIN and the last with COMMIT, and are done in their order', async () => {
    let seen: unknown
    const trips = await roundTrips(database, () =>
      database.transaction(async sql => {
        await sql.rows(one)
        const [, found] = await Promise.all([sql.rows(...insertOf('mer_order')), sql.row(merchant, ['mer_order'])])
        seen = found
        return sql.commit(one)
      }),
    )
    expect(trips).toEqual(['BEGIN, test-one', 'test-add-merchant, test-merchant', 'test-one, COMMIT'])
    expect(seen).toEqual({ id: 'mer_order' })
    expect(await database.row(merchant, ['mer_order'])).toEqual({ id: 'mer_order' })
  })

  test('the last statement fails: nothing is committed, though COMMIT went out with it', async () => {
    const twice = database.transaction(async sql => {
      await sql.rows(...insertOf('mer_last'))
      return sql.commit(...insertOf('mer_last'))
    })
    await expect(twice).rejects.toMatchObject({ code: '23505' })
    expect(await database.row(merchant, ['mer_last'])).toBeUndefined()
  })

  test('a statement failed and nobody said so: what is committed then is not there, and that is said', async () => {
    const swallowed = database.transaction(async sql => {
      await sql.rows(...insertOf('mer_swallowed'))
      await sql.rows(...insertOf('mer_swallowed')).catch(() => {})
    })
    await expect(swallowed).rejects.toThrow('the transaction was rolled back')
    expect(await database.row(merchant, ['mer_swallowed'])).toBeUndefined()
  })

  test('nothing is sent after COMMIT', async () => {
    const late = database.transaction(async sql => {
      await sql.commit(one)
      return sql.rows(one)
    })
    await expect(late).rejects.toThrow('test-one was sent after its transaction was committed')
  })

  test('a lock that is not given: what went out with BEGIN is done by nobody, and its connection goes on', async () => {
    const alone = openDatabase({ url: testDatabase.url, maxConnections: 1 })
    const first = statement<{ first: number }>('test-first', 'SELECT 1 AS first')
    const refused = await database.transaction(
      () => alone.transaction(sql => sql.row(first), { alone: 1n }).catch((error: unknown) => error),
      { locks: [1n] },
    )
    expect(refused).toBeInstanceOf(LockedElsewhere)
    expect(await alone.transaction(sql => sql.row(first), { alone: 1n })).toEqual({ first: 1 })
    await alone.close()
  })

  test('what is read together with BEGIN sees what the former holder of the lock committed', async () => {
    const locks = [2n]
    const holder = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const former = database.transaction(
      async sql => {
        await sql.rows(...insertOf('mer_former'))
        locked.resolve()
        await holder.promise
      },
      { locks },
    )
    await locked.promise
    const later = database.transaction(sql => sql.row(merchant, ['mer_former']), { locks })
    await untilWaiting()
    holder.resolve()
    await former
    expect(await later).toEqual({ id: 'mer_former' })
  })
})

/** Until a session waits for an advisory lock. */
async function untilWaiting(): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await testDatabase.pool.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
      return rows.length
    })
    .toBe(1)
}
