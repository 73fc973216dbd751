import type { Deps } from '../operations/command/deps.ts'
import type { Partitions } from '../store/partitions/list.ts'
import { makePartitions } from '../store/partitions/make.ts'
import { partitionedTables } from '../store/partitions/tables.ts'
import type { Duty } from './leader.ts'

/** How often it is checked that each partitioned table has its next partition. */
const PAUSE_MS = 60_000

export type OnPartitionsRead = (table: string, state: Partitions) => void

/** Makes the next partition of each table before it is needed. */
export function makeNextPartitions(deps: Deps, onRead?: OnPartitionsRead): Duty {
  const take = async () => {
    for (const table of partitionedTables) {
      const result = await makePartitions(deps.database, table, deps.clock.now())
      if (result === undefined) continue
      const { made, stuck, state } = result
      if (made.length > 0) deps.log.info({ table: table.name, made }, 'partitions made')
      if (stuck)
        deps.log.error(
          { table: table.name },
          'rows stay in the rest, too many or too old for the next partition: see "Partitions" in docs/operations.md',
        )
      onRead?.(table.name, state)
    }
    return 0
  }
  return { name: 'partitions', pauseMs: PAUSE_MS, take }
}
