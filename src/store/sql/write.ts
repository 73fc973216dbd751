import { createHash } from 'node:crypto'
import { computed, type NewRow, snakeCase, type Table } from './columns.ts'
import { type Sql, statement, statementsBuilt } from './database.ts'

/**
 * Writes of several tables as one statement, so that a change of an aggregate, its event and its provider request are one round
 * trip. The text depends only on which tables are written and how, which the shape names.
 */
export interface Write {
  readonly shape: string
  readonly text: (parameter: string) => string
  readonly parameter: unknown
}

type AnyTable = Table<object>

const expressionOf = (name: string) => computed[name] ?? `r.${snakeCase(name)}`

/** Inserts rows in their order. What the database computes is not given. */
export function insert<T extends AnyTable>(table: T, rows: readonly NewRow<T>[]): Write {
  const columns = table.columns.map(snakeCase).join(', ')
  const values = table.columns.map(expressionOf).join(', ')
  return {
    shape: `insert:${table.name}`,
    text: parameter =>
      `INSERT INTO ${table.name} (${columns}) SELECT ${values} FROM jsonb_populate_recordset(null::${table.name}, ${parameter}::jsonb) r`,
    parameter: toJson(rows),
  }
}

// Who it belongs to and when it was made: never rewritten.
const fixed: ReadonlySet<string> = new Set(['id', 'merchantId', 'mode', 'createdAt'])

/** Writes whole rows, found by id, whose locks the transaction holds. */
export function update<T extends AnyTable>(table: T, rows: readonly (NewRow<T> & { readonly id: string })[]): Write {
  const assignments = table.columns
    .filter(name => !fixed.has(name))
    .map(name => `${snakeCase(name)} = ${expressionOf(name)}`)
    .join(', ')
  return {
    shape: `update:${table.name}:${countLimit(rows.length)}`,
    text: parameter =>
      `UPDATE ${table.name} t SET ${assignments} FROM ${counted(table.name, parameter, rows.length)} r WHERE t.id = r.id`,
    parameter: toJson(rows),
  }
}

/**
 * Given rows as a table, for joins. PostgreSQL takes a recordset for a hundred rows, and for so many may read a whole
 * table rather than look into its index: the LIMIT tells it how many they are. So `countLimit` is part of a write's shape.
 */
export function counted(table: string, parameter: string, count: number): string {
  return `(SELECT * FROM jsonb_populate_recordset(null::${table}, ${parameter}::jsonb) LIMIT ${countLimit(count)})`
}

/** A power of two that is not below `count`: an estimate is enough for the planner, and few statements differ by it. */
export function countLimit(count: number): number {
  return 2 ** Math.ceil(Math.log2(count))
}

interface Written {
  /** Where the log stood: half of the cursors of what was written. */
  readonly snapshotXmin: bigint
}

// About a hundred are in use.
const MOST_PREPARED_WRITES = 256
const prepare = statementsBuilt<Written>(MOST_PREPARED_WRITES)

export async function write(sql: Sql, writes: readonly Write[]): Promise<Written> {
  const known = prepare(writes.map(part => part.shape).join('+'), shape => {
    const parts = writes.map((part, index) => `w${index} AS (${part.text(`$${index + 1}`)})`)
    return statement(
      // PostgreSQL cuts names at 63 bytes.
      `write:${createHash('sha256').update(shape).digest('hex').slice(0, 16)}`,
      `WITH ${parts.join(',\n')} SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS "snapshotXmin"`,
    )
  })
  const written = await sql.row(
    known,
    writes.map(part => part.parameter),
  )
  if (written === undefined) throw new Error('a write answered no row')
  return written
}

/** The rows as they stand after a write. */
export function withSnapshotXmin<T extends { readonly snapshotXmin: bigint }>(
  row: Omit<T, 'snapshotXmin'>,
  written: Written,
): T {
  return { ...row, snapshotXmin: written.snapshotXmin } as T
}

/** Rows as PostgreSQL's jsonb_populate_recordset reads them: names in snake case, bytes as \x…, integers beyond 2^53 as text. */
function toJson(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map(row =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [snakeCase(name), toJsonValue(value)])),
    ),
  )
}

function toJsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return value
}
