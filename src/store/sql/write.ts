import { createHash } from 'node:crypto'
import { computed, type NewRow, snakeCase, type Table } from './columns.ts'
import { type Sql, statement, statementsBuilt, type Transaction } from './database.ts'
import { snapshotXmin } from './snapshot.ts'

/**
 * Writes to several tables as one statement, so that a change of an aggregate, its event and its provider request take
 * one round trip. The text depends only on which tables are written and how, and the shape identifies that.
 */
export interface Write {
  readonly shape: string
  /** Called only for the first write of a shape. */
  text(parameter: string): string
  readonly parameter: Parameter
}

/** A value, or rows. If there are no rows, nothing is written. */
type Parameter = string | readonly object[]

const INSERT = 'insert:'

type AnyTable = Table<object>

const expressionOf = (name: string) => computed[name] ?? `r.${snakeCase(name)}`

/**
 * Inserts rows in their order, which for events is their order in the log. Two inserts into one table become one.
 * Columns that the database computes are left out.
 */
export function insert<T extends AnyTable>(table: T, rows: readonly NewRow<T>[]): Write {
  return {
    shape: `${INSERT}${table.name}`,
    text(parameter) {
      const columns = table.columns.map(snakeCase).join(', ')
      const values = table.columns.map(expressionOf).join(', ')
      return `INSERT INTO ${table.name} (${columns}) SELECT ${values} FROM jsonb_populate_recordset(null::${table.name}, ${parameter}::jsonb) r`
    },
    parameter: rows,
  }
}

// The owner and the creation of a row are never changed.
const fixed: ReadonlySet<string> = new Set(['id', 'merchantId', 'mode', 'createdAt'])

/** Writes whole rows by id. The transaction must hold their locks. */
export function update<T extends AnyTable>(table: T, rows: readonly (NewRow<T> & { readonly id: string })[]): Write {
  return {
    shape: `update:${table.name}:${countLimit(rows.length)}`,
    text(parameter) {
      const assignments = table.columns
        .filter(name => !fixed.has(name))
        .map(name => `${snakeCase(name)} = ${expressionOf(name)}`)
        .join(', ')
      return `UPDATE ${table.name} t SET ${assignments} FROM ${counted(table.name, parameter, rows.length)} r WHERE t.id = r.id`
    },
    parameter: rows,
  }
}

/**
 * Rows as a table, for joins. PostgreSQL estimates a hundred rows for a recordset, and may then read a whole table
 * instead of using its index, so a LIMIT gives it the real number. Therefore `countLimit` is part of a write's shape.
 */
export function counted(table: string, parameter: string, count: number): string {
  return `(SELECT * FROM jsonb_populate_recordset(null::${table}, ${parameter}::jsonb) LIMIT ${countLimit(count)})`
}

/**
 * The next power of two: an estimate is enough for the planner, and it keeps the number of different statements low.
 */
export function countLimit(count: number): number {
  return 2 ** Math.ceil(Math.log2(count))
}

interface Written {
  /** The snapshot xmin of the written rows, which is half of their cursors. */
  readonly snapshotXmin: bigint
}

// About a hundred are used.
const MOST_PREPARED_WRITES = 256
const prepare = statementsBuilt<Written>(MOST_PREPARED_WRITES)

export async function write(sql: Sql, writes: readonly Write[]): Promise<Written> {
  const { known, values } = asOne(writes)
  return writtenRow(await sql.row(known, values))
}

/** The last writes of a transaction, in one round trip with its COMMIT. */
export async function commit(sql: Transaction, writes: readonly Write[]): Promise<Written> {
  const { known, values } = asOne(writes)
  return writtenRow(await sql.commit(known, values))
}

function asOne(writes: readonly Write[]) {
  const parts = joined(writes)
  const known = prepare(parts.map(({ shape }) => shape).join('+'), shape => {
    const texts = parts.map((part, index) => `w${index} AS (${part.text(`$${index + 1}`)})`)
    return statement(
      // PostgreSQL truncates names to 63 bytes.
      `write:${createHash('sha256').update(shape).digest('hex').slice(0, 16)}`,
      `WITH ${texts.join(',\n')} SELECT ${snapshotXmin} AS "snapshotXmin"`,
    )
  })
  return {
    known,
    values: parts.map(({ parameter }) => (typeof parameter === 'string' ? parameter : rowsAsJson(parameter))),
  }
}

function joined(writes: readonly Write[]): Write[] {
  const parts: Write[] = []
  for (const write of writes) {
    if (write.parameter.length === 0) continue
    const same = write.shape.startsWith(INSERT) ? parts.findIndex(({ shape }) => shape === write.shape) : -1
    const before = parts[same]
    if (before === undefined) parts.push(write)
    else parts[same] = { ...write, parameter: [before.parameter, write.parameter].flat() as object[] }
  }
  return parts
}

function writtenRow(written: Written | undefined): Written {
  if (written === undefined) throw new Error('a write must return one row, and returned none')
  return written
}

/** Rows for PostgreSQL's jsonb_populate_recordset: names in snake case, bytes as \x…, integers beyond 2^53 as text. */
export function rowsAsJson(rows: readonly object[]): string {
  return JSON.stringify(rows.map(inDatabasesNames))
}

function inDatabasesNames(row: object): Readonly<Record<string, unknown>> {
  const named: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) named[snakeCase(name)] = toJsonValue(value)
  return named
}

function toJsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return value
}
