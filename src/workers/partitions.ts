import type { Deps } from '../operations/command/deps.ts'
import { listPartitions, type Partitions } from '../store/partitions/list.ts'
import { makePartitions } from '../store/partitions/make.ts'
import { type PartitionedTable, partitionedTables } from '../store/partitions/tables.ts'
import type { Duty } from './leader.ts'

/** How often it is checked that each partitioned table has its next partition. */
const PAUSE_MS = 60_000

export type OnPartitionsRead = (table: string, state: Partitions) => void

/** @returns The partitions, if they were read. */
async function makeNext({ database, clock, log }: Deps, table: PartitionedTable): Promise<Partitions | undefined> {
  const result = await makePartitions(database, table, clock.now())
  if (result === undefined) {
    log.warn(
      { table: table.name },
      'no partition could be made: the table, or the lock of those who make partitions, is in use; retrying',
    )
    return undefined
  }
  const { made, stuck, state } = result
  if (made.length > 0) log.info({ table: table.name, made }, 'partitions made')
  if (stuck)
    log.error(
      { table: table.name },
      'rows stay in the default partition, too many or too old for the next partition: see "Partitions" in docs/operations.md',
    )
  return state
}

/** Makes the next partition of each table before it is needed. */
export function makeNextPartitions(deps: Deps, onRead?: OnPartitionsRead, pauseMs = PAUSE_MS): Duty {
  const take = async () => {
    const errors: unknown[] = []
    for (const table of partitionedTables) {
      const made = await makeNext(deps, table).catch(error => void errors.push(error))
      // Also if nothing could be made: the alert is about that.
      onRead?.(table.name, made ?? (await listPartitions(deps.database, table)))
    }
    if (errors.length > 0) throw errors[0]
    return 0
  }
  return { name: 'partitions', pauseMs, take }
}
