import { type Database, type Sql, statement, type Transaction } from '../sql/database.ts'
import { LOCK_NOT_AVAILABLE, sqlState } from '../sql/outage.ts'
import { aheadOf, listPartitions, type Partition, type Partitions } from './list.ts'
import { type PartitionedTable, restOf } from './tables.ts'

/** A partition should take about a month, at the pace of the current one. */
const WIDTH_MS = 30 * 86_400_000
/** The fewest rows of a partition, for an installation with little work: fewer are not worth a table. */
export const LEAST_WIDTH = 1_000_000n
/** Rows that are moved out of the default partition at once: reading them locks the table for about a second. */
const MOST_MOVED = 1_000_000n
/** One process at a time makes partitions. Two numbers, so that it can never be the lock of an aggregate. */
const PARTITIONS_LOCK = '70736938, 2'
/** A statement that waits for a lock makes all later ones wait behind it. */
const LOCK_WAIT = '200ms'

interface PartitionsResult {
  /** The names of the partitions that were made. */
  readonly made: readonly string[]
  /** True if rows stay in the default partition: too many to move, or from before the end of the last partition. */
  readonly stuck: boolean
  readonly state: Partitions
}

const prepare = statement<{ alone: boolean }>(
  'partitions-begin',
  `SELECT set_config('lock_timeout', '${LOCK_WAIT}', true), pg_try_advisory_xact_lock(${PARTITIONS_LOCK}) AS alone`,
)

/**
 * Makes the next partition of a table unless there is one. Nobody reads or writes the empty table that is attached; the
 * tables that its foreign keys point to are locked against writes for a moment. Rows in the default partition become a
 * partition of their own.
 *
 * @returns Undefined if another process does this at the moment, or if a lock is not free: the next run tries again.
 */
export async function makePartitions(
  database: Database,
  table: PartitionedTable,
  now: Date,
): Promise<PartitionsResult | undefined> {
  try {
    return await database.transaction(sql => makeIn(sql, table, now))
  } catch (error) {
    if (sqlState(error) === LOCK_NOT_AVAILABLE) return undefined
    throw error
  }
}

async function makeIn(sql: Transaction, table: PartitionedTable, now: Date): Promise<PartitionsResult | undefined> {
  const begun = await sql.row(prepare)
  if (begun?.alone !== true) return undefined
  let state = await listPartitions(sql, table)
  const made: string[] = []
  if (state.isRestUsed) {
    const moved = await takeRest(sql, table, state, now)
    if (moved === undefined) return { made, stuck: true, state }
    made.push(moved.name)
    state = await listPartitions(sql, table)
  }
  if (aheadOf(state) === 0) {
    const { from, to } = await nextBounds(sql, table, state, now)
    const name = nameOf(table, from)
    await run(sql, `CREATE TABLE ${name} (LIKE ${restOf(table)} INCLUDING ALL)`)
    await attach(sql, table, { name, from, to })
    made.push(name)
    state = await listPartitions(sql, table)
  }
  return { made, stuck: false, state }
}

/** Turns the default partition into a normal partition, and creates an empty table as the new default partition. */
async function takeRest(
  sql: Transaction,
  table: PartitionedTable,
  state: Partitions,
  now: Date,
): Promise<Partition | undefined> {
  const rest = restOf(table)
  const { from, to } = await nextBounds(sql, table, state, now)
  const { isMovable } = (await run<{ isMovable: boolean }>(
    sql,
    `SELECT count(*) <= ${MOST_MOVED} AND min(${table.key}) >= ${from} AS "isMovable"
     FROM (SELECT ${table.key} FROM ${rest} LIMIT ${MOST_MOVED + 1n}) r`,
  )) ?? { isMovable: false }
  if (!isMovable) return undefined
  const name = nameOf(table, from)
  await run(sql, `LOCK TABLE ${table.name} IN ACCESS EXCLUSIVE MODE`)
  await run(sql, `ALTER TABLE ${table.name} DETACH PARTITION ${rest}`)
  await run(sql, `ALTER TABLE ${rest} RENAME TO ${name}`)
  await run(sql, `CREATE TABLE ${rest} (LIKE ${name} INCLUDING ALL)`)
  await run(sql, `ALTER TABLE ${table.name} ATTACH PARTITION ${rest} DEFAULT`)
  await attach(sql, table, { name, from, to })
  return { name, from, to }
}

/** From the end of the last partition, one width beyond whatever was given until now. */
async function nextBounds(sql: Sql, table: PartitionedTable, state: Partitions, now: Date) {
  const { partitions, next } = state
  const from = partitions.at(-1)?.to ?? 0n
  const begin = from > next ? from : next
  return { from, to: begin + (await widthOf(sql, table, state, now)) }
}

/** What a month takes at the pace since the last finished partition began. */
async function widthOf(
  sql: Sql,
  { name, key, time }: PartitionedTable,
  { partitions, next }: Partitions,
  now: Date,
): Promise<bigint> {
  const finished = partitions.findLast(({ to }) => to <= next)
  const sample = await run<{ key: bigint; at: Date }>(
    sql,
    `SELECT ${key} AS key, ${time} AS at FROM ${name} WHERE ${key} >= ${finished?.from ?? 0n} ORDER BY ${key} LIMIT 1`,
  )
  const sinceMs = sample === undefined ? 0 : now.getTime() - sample.at.getTime()
  if (sample === undefined || sinceMs <= 0) return LEAST_WIDTH
  const width = BigInt(Math.ceil((Number(next - sample.key) / sinceMs) * WIDTH_MS))
  return width > LEAST_WIDTH ? width : LEAST_WIDTH
}

function nameOf({ name }: PartitionedTable, from: bigint): string {
  return `${name}_from_${from}`
}

async function attach(sql: Sql, table: PartitionedTable, { name, from, to }: Partition): Promise<void> {
  await run(sql, `ALTER TABLE ${table.name} ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${to})`)
}

/** Names and bounds cannot be parameters. They come from this file and from the catalog. */
async function run<Row>(sql: Sql, text: string): Promise<Row | undefined> {
  return sql.row<Row>({ name: 'partitions', text, unprepared: true })
}
