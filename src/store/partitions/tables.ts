import { snapshotXmax } from '../sql/snapshot.ts'

/** A table that is partitioned by a number that rises with time, and whose rows are never changed. */
export interface PartitionedTable {
  readonly name: 'events' | 'provider_calls'
  /** The number: of an event its transaction id, which is the log's order; of a call its id. */
  readonly key: 'xid' | 'id'
  /** When a row was written, by the gateway's clock. */
  readonly time: 'occurred_at' | 'at'
  /** An SQL expression: above every number that was given so far. */
  readonly next: string
  /** The columns in whose order it is exported. */
  readonly order: readonly string[]
}

export const partitionedTables: readonly PartitionedTable[] = [
  {
    name: 'events',
    key: 'xid',
    time: 'occurred_at',
    next: snapshotXmax,
    order: ['xid', 'seq'],
  },
  {
    name: 'provider_calls',
    key: 'id',
    time: 'at',
    next: `(SELECT last_value + 1 FROM provider_calls_id_seq)`,
    order: ['id'],
  },
]

/** The partition for rows that no other takes, so that none is refused. It is empty unless a partition is missing. */
export function restOf({ name }: PartitionedTable): string {
  return `${name}_rest`
}
