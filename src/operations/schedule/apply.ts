import { type Result, succeed, type UserError, type UserErrorCode } from '../../domain/input/user-error.ts'
import type { ScheduleState } from '../../domain/schedule/transition.ts'
import {
  type LoadedSchedule,
  lockSchedule,
  type ScheduleColumns,
  scheduleWrites,
} from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { withSnapshotXmin, write } from '../../store/sql/write.ts'
import type { ScheduleRow } from '../../store/tables/schedule.ts'
import { cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'

export interface ScheduleChanged {
  readonly schedule: ScheduleRow
  readonly eventCursor: string
}

export interface ScheduleUpdate<Code extends UserErrorCode> {
  readonly scheduleId: string
  /** An occurrence that is wanted though it is final. */
  readonly occurrenceId?: string
  /** Locked before the schedule: the agreement that it is charged under from then on. */
  readonly agreementId?: string
  /** The rule: what the update makes of the records, or why it may not be. */
  readonly change: (loaded: LoadedSchedule, at: { sql: Transaction; now: Date }) => Promise<Decided<Code>>
}

export type Decided<Code extends UserErrorCode> =
  | { readonly state: ScheduleState; readonly columns?: ScheduleColumns }
  | { readonly refused: Extract<UserError, { code: Code }> }

/** What a caller changes of a schedule: lock, rule, change and events in one commit. The same again changes nothing. */
export async function scheduleApply<Code extends UserErrorCode>(
  deps: Deps,
  caller: Caller,
  update: ScheduleUpdate<Code>,
): Promise<Result<ScheduleChanged, Code> | ReturnType<typeof notFound>> {
  const now = deps.clock.now()
  const { scheduleId, agreementId } = update
  const locks = [
    ...(agreementId === undefined ? [] : [aggregateLock('agreement', agreementId)]),
    aggregateLock('schedule', scheduleId),
  ]
  const applied = await deps.database.transaction(
    async sql => {
      const loaded = await lockSchedule(sql, caller.tenant, scheduleId, update.occurrenceId)
      if (loaded === undefined) return undefined
      const decided = await update.change(loaded, { sql, now })
      if ('refused' in decided) return { refused: decided.refused }
      const cause = { source: 'API', actor: caller.actor, now } as const
      const { row, writes } = scheduleWrites(loaded, decided.state, cause, decided.columns)
      return { row: writes.length === 0 ? loaded.row : withSnapshotXmin<ScheduleRow>(row, await write(sql, writes)) }
    },
    { locks },
  )
  if (applied === undefined) return notFound('schedule', update.scheduleId)
  if ('refused' in applied) return { ok: false, error: applied.refused }
  deps.tail.wake()
  return succeed({ schedule: applied.row, eventCursor: cursorOf(deps, caller, applied.row) })
}
