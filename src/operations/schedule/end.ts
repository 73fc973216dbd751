import { endOf } from '../../domain/agreement/status.ts'
import type { Tenant } from '../../domain/enums.ts'
import { cancelSchedule } from '../../domain/schedule/pause-and-cancel.ts'
import { isTerminalSchedule } from '../../domain/schedule/transition.ts'
import { clearEnd } from '../../store/schedule/of-agreement.ts'
import { loadSchedule, scheduleWrites } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { findAgreement, mustFind } from '../../store/sql/find-rows.ts'
import { commit } from '../../store/sql/write.ts'
import type { Deps } from '../command/deps.ts'

/** Cancels a schedule whose agreement has ended or is being revoked. */
export async function scheduleEnd(deps: Deps, { id, ...tenant }: Tenant & { readonly id: string }): Promise<void> {
  const now = deps.clock.now()
  const ended = await deps.database.transaction(
    async sql => {
      const loaded = await loadSchedule(sql, tenant, id)
      if (loaded === undefined || isTerminalSchedule(loaded.row.status)) return false
      const reason = endOf(await mustFind(findAgreement(sql, tenant, loaded.row.agreementId)))
      if (reason === undefined) {
        await clearEnd(sql, id)
        return false
      }
      const cause = { source: 'SCHEDULER', actor: 'scheduler', now } as const
      await commit(sql, scheduleWrites(loaded, cancelSchedule(loaded.state, reason), cause).writes)
      return true
    },
    { locks: [aggregateLock('schedule', id)] },
  )
  if (ended) deps.tail.wake()
}
