import type { Deps } from '../operations/command/deps.ts'
import { listPartitions, type Partitions } from '../store/partitions/list.ts'
import { makePartitions } from '../store/partitions/make.ts'
import { type PartitionedTable, partitionedTables } from '../store/partitions/tables.ts'
import type { Duty } from './leader.ts'

/** How often it is checked that each partitioned table has its next partition. */
const PAUSE_MS = 60_000

export type OnPartitionsRead = (table: string, state: Partitions) => void

async function makeNext({ database, clock, log }: Deps, table: PartitionedTable): Promise<void> {
  const result = await makePartitions(database, table, clock.now())
  if (result === undefined) {
    log.warn(
      { table: table.name },
      'no partition could be made: the table, or the lock of those who make partitions, is in use; retrying',
    )
    return
  }
  const { made, stuck } = result
  if (made.length > 0) log.info({ table: table.name, made }, 'partitions made')
  if (stuck)
    log.error(
      { table: table.name },
      'rows stay in the default partition, too many or too old for the next partition: see "Partitions" in docs/operations.md',
    )
}

/** Makes the next partition of each table before it is needed. */
export function makeNextPartitions(deps: Deps, onRead?: OnPartitionsRead, pauseMs = PAUSE_MS): Duty {
  const take = async () => {
    for (const table of partitionedTables) {
      try {
        await makeNext(deps, table)
      } finally {
        // Also if nothing could be made: the alert is about that.
        onRead?.(table.name, await listPartitions(deps.database, table))
      }
    }
    return 0
  }
  return { name: 'partitions', pauseMs, take }
}
