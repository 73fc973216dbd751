import { type Sql, type Statement, statement } from '../sql/database.ts'
import { type PartitionedTable, partitionedTables, restOf } from './tables.ts'

export interface Partition {
  readonly name: string
  /** The first number that it takes; null for the first partition, which has no lower bound. */
  readonly from: bigint | null
  /** The first number that it no longer takes. */
  readonly to: bigint
}

export interface Partitions {
  /** In their order, without the default partition. */
  readonly partitions: readonly Partition[]
  /** Above every number that was given so far. */
  readonly next: bigint
  /** True if rows are in the default partition: a partition was missing. */
  readonly isRestUsed: boolean
}

interface Row {
  readonly name: string | null
  readonly bound: string | null
  readonly next: bigint
  readonly isRestUsed: boolean
}

const lists = new Map<PartitionedTable, Statement<Row>>(
  partitionedTables.map(table => [
    table,
    statement<Row>(
      `partitions-${table.name}`,
      `SELECT now.*, found.* FROM (SELECT ${table.next} AS next, EXISTS (SELECT FROM ${restOf(table)}) AS "isRestUsed") now
       LEFT JOIN (
         SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
         FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '${table.name}'::regclass
       ) found ON true`,
    ),
  ]),
)
const BOUND = /^FOR VALUES FROM \((?:MINVALUE|'(\d+)')\) TO \('(\d+)'\)$/

export async function listPartitions(sql: Sql, table: PartitionedTable): Promise<Partitions> {
  const list = lists.get(table)
  if (list === undefined) throw new Error(`${table.name} is not partitioned`)
  const rows = await sql.rows(list)
  const [first] = rows
  if (first === undefined) throw new Error('the list of partitions must return a row, and returned none')
  const partitions = rows.flatMap(({ name, bound }) => {
    const [, from, to] = BOUND.exec(bound ?? '') ?? []
    return name === null || to === undefined
      ? []
      : [{ name, from: from === undefined ? null : BigInt(from), to: BigInt(to) }]
  })
  partitions.sort((a, b) => (a.to < b.to ? -1 : 1))
  return { partitions, next: first.next, isRestUsed: first.isRestUsed }
}

/** The number of empty partitions prepared in advance. At 0, new rows soon go to the default partition. */
export function aheadOf({ partitions, next }: Partitions): number {
  return partitions.filter(({ from }) => from !== null && from >= next).length
}
