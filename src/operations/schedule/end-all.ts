import { cancelSchedule } from '../../domain/schedule/pause-and-cancel.ts'
import { isTerminalSchedule } from '../../domain/schedule/transition.ts'
import { clearEnd, type ScheduleName, schedulesToEnd } from '../../store/schedule/of-agreement.ts'
import { lockSchedule, scheduleWrites } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { findAgreement, mustFind } from '../../store/sql/find-rows.ts'
import { write } from '../../store/sql/write.ts'
import { endOf } from '../agreement/end.ts'
import type { Deps } from '../command/deps.ts'

/**
 * Cancels the schedules whose agreement has ended, or is being revoked. Returns how many that was: one that could not
 * be ended is no reason to look again at once.
 */
export async function endSchedules(deps: Deps, limit: number): Promise<number> {
  const due = await schedulesToEnd(deps.database, limit)
  let ended = 0
  for (const result of await Promise.allSettled(due.map(schedule => endSchedule(deps, schedule))))
    if (result.status === 'fulfilled') ended += 1
    else deps.log.error({ err: result.reason as unknown }, 'a schedule could not be ended this time')
  return ended
}

async function endSchedule(deps: Deps, { id, ...tenant }: ScheduleName): Promise<void> {
  const now = deps.clock.now()
  const ended = await deps.database.transaction(
    async sql => {
      const loaded = await lockSchedule(sql, tenant, id)
      if (loaded === undefined || isTerminalSchedule(loaded.row.status)) return false
      const reason = endOf(await mustFind(findAgreement(sql, tenant, loaded.row.agreementId)))
      // It was moved to another agreement meanwhile, and goes on.
      if (reason === undefined) return clearEnd(sql, id)
      const cause = { source: 'SCHEDULER', actor: 'scheduler', now } as const
      await write(sql, scheduleWrites(loaded, cancelSchedule(loaded.state, reason), cause).writes)
      return true
    },
    { locks: [aggregateLock('schedule', id)] },
  )
  if (ended) deps.tail.wake()
}
