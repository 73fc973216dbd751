import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLogEnd } from '../../../src/store/event-log/read-end.ts'
import { aheadOf, listPartitions } from '../../../src/store/partitions/list.ts'
import { LEAST_WIDTH, makePartitions } from '../../../src/store/partitions/make.ts'
import { type PartitionedTable, partitionedTables } from '../../../src/store/partitions/tables.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { addEvents, narrow } from '../../support/database/partitions.ts'

let testDatabase: TestDatabase
let database: Database
const [events, calls] = partitionedTables as [PartitionedTable, PartitionedTable]
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

const sql = (text: string) => testDatabase.pool.query(text)
const now = new Date()

test('the existing table is the first partition, and each table gets its next one once', async () => {
  for (const table of partitionedTables) {
    const before = await listPartitions(database, table)
    expect(before.partitions).toEqual([{ name: `${table.name}_first`, from: null, to: expect.any(BigInt) }])
    expect(aheadOf(before)).toBe(0)
    const to = before.partitions[0]?.to ?? 0n
    const made = await makePartitions(database, table, now)
    expect(made?.made).toEqual([`${table.name}_from_${to}`])
    expect(made?.state.partitions[1]).toEqual({ name: `${table.name}_from_${to}`, from: to, to: to + LEAST_WIDTH })
    expect(aheadOf(made?.state ?? before)).toBe(1)
    expect((await makePartitions(database, table, now))?.made).toEqual([])
  }
})

test('a partition has every index, rule and key of the table', async () => {
  const described = async (name: string) => {
    const { rows } = await sql(`
      SELECT replace(regexp_replace(pg_get_indexdef(indexrelid), 'INDEX \\S+ ON', 'INDEX ON'), '${name}', 't') AS rule
      FROM pg_index WHERE indrelid = '${name}'::regclass
      UNION ALL SELECT replace(pg_get_constraintdef(oid), '${name}', 't') FROM pg_constraint
      WHERE conrelid = '${name}'::regclass AND contype IN ('p', 'f')
      UNION ALL SELECT tgname FROM pg_trigger WHERE tgrelid = '${name}'::regclass AND NOT tgisinternal ORDER BY 1`)
    return rows.map(({ rule }) => rule)
  }
  for (const table of partitionedTables) {
    const [first, next] = (await listPartitions(database, table)).partitions
    const rules = await described(first?.name ?? '')
    expect(rules.length).toBeGreaterThan(2)
    expect(await described(next?.name ?? '')).toEqual(rules)
    expect(await described(`${table.name}_rest`)).toEqual(rules)
  }
})

test('two processes make one partition', async () => {
  await narrow(database, events)
  await addEvents(database, 1)
  const made = await Promise.all([1, 2, 3].map(() => makePartitions(database, events, now)))
  const state = await listPartitions(database, events)
  expect(made.flatMap(each => each?.made ?? []).length).toBeLessThanOrEqual(2)
  expect(aheadOf(state)).toBe(1)
})

test('rows without a partition are in the default partition, and become a partition with the next run', async () => {
  const other = await createTestDatabase()
  const own = openDatabase({ url: other.url })
  try {
    await narrow(own, events)
    const ids = await addEvents(own, 3)
    const before = await listPartitions(own, events)
    expect(before.isRestUsed).toBe(true)
    const read = async () =>
      (await other.pool.query<{ id: string }>('SELECT id FROM events ORDER BY xid, seq')).rows.map(({ id }) => id)
    expect(await read()).toEqual(ids)
    const result = await makePartitions(own, events, now)
    expect(result?.made).toHaveLength(2)
    const after = await listPartitions(own, events)
    expect(after).toMatchObject({ isRestUsed: false })
    expect(aheadOf(after)).toBe(1)
    expect(await read()).toEqual(ids)
    await addEvents(own, 1, 'chg_2')
    expect((await listPartitions(own, events)).isRestUsed).toBe(false)
    expect((await readLogEnd(own)).xid).toBeLessThan(after.partitions.at(-1)?.to ?? 0n)

    // No bounds at the end fit a row from before them.
    await other.pool.query(`ALTER TABLE events DETACH PARTITION ${after.partitions[0]?.name}`)
    await other.pool.query('ALTER TABLE events ALTER COLUMN xid SET DEFAULT 1')
    await addEvents(own, 1, 'chg_3')
    expect(await makePartitions(own, events, now)).toMatchObject({ made: [], stuck: true })
  } finally {
    await own.close()
    await other.drop()
  }
})

test('a month at the pace of the last partition is the width of the next one', async () => {
  const other = await createTestDatabase()
  const own = openDatabase({ url: other.url })
  try {
    const request = await other.pool.query(`SELECT setval('provider_calls_id_seq', 2000000)`)
    expect(request.rowCount).toBe(1)
    await other.pool.query('ALTER TABLE provider_calls DROP CONSTRAINT provider_calls_provider_request_id_fkey')
    await other.pool.query(
      `INSERT INTO provider_calls (id, provider_request_id, verb, outcome, summary, duration_ms, at)
       VALUES (1, 'att_1', 'send', 'approved', '', 1, $1)`,
      [new Date(now.getTime() - 15 * 86_400_000)],
    )
    const made = await makePartitions(own, calls, now)
    const [first, next] = made?.state.partitions ?? []
    expect((next?.to ?? 0n) - (first?.to ?? 0n)).toBeGreaterThanOrEqual(3_999_999n)
  } finally {
    await own.close()
    await other.drop()
  }
})
