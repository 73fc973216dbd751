import type { Deps } from '../operations/command/deps.ts'
import { checkIntegrity } from './integrity.ts'
import type { Duty } from './leader.ts'
import { makeNextPartitions, type OnPartitionsRead } from './partitions.ts'

export interface DutyOptions {
  readonly onPartitionsRead?: OnPartitionsRead
  /** Another pause than each duty's own, for tests. */
  readonly pauseMs?: number | undefined
}

/** What the leader does. Everything else is shared: each process claims some of it, row by row. */
export function leaderDuties(deps: Deps, { onPartitionsRead, pauseMs }: DutyOptions = {}): readonly Duty[] {
  return [checkIntegrity(deps, pauseMs), makeNextPartitions(deps, onPartitionsRead, pauseMs)]
}
