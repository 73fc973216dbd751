import type { Deps } from '../operations/command/deps.ts'
import { checkIntegrity } from './integrity.ts'
import type { Duty } from './leader.ts'
import { makeNextPartitions, type OnPartitionsRead } from './partitions.ts'

/** What the leader does. Everything else is shared: each process claims some of it, row by row. */
export function leaderDuties(deps: Deps, onPartitionsRead?: OnPartitionsRead): readonly Duty[] {
  return [checkIntegrity(deps), makeNextPartitions(deps, onPartitionsRead)]
}
