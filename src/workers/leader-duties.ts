import type { Deps } from '../operations/command/deps.ts'
import { checkIntegrity } from './integrity.ts'
import type { Duty } from './leader.ts'

/** What the leader does. Everything else is shared: each process claims some of it, row by row. */
export function leaderDuties(deps: Deps): readonly Duty[] {
  return [checkIntegrity(deps)]
}
