import type { UserError } from '../../domain/input/user-error.ts'
import type { ScheduleState } from '../../domain/schedule/transition.ts'
import {
  type LoadedSchedule,
  loadSchedule,
  type ScheduleColumns,
  scheduleWrites,
} from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { findSchedule, mustFind } from '../../store/sql/find-rows.ts'
import type { ScheduleRow } from '../../store/tables.ts'
import { cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type Deciding, type Refused, runCommand } from '../command/run.ts'

export interface ScheduleChanged {
  readonly schedule: ScheduleRow
  readonly eventCursor: string
}

export interface ScheduleUpdate<Refusal extends UserError> {
  readonly scheduleId: string
  /** An occurrence to load even if it is final. */
  readonly occurrenceId?: string
  /** The agreement that will be charged. It is locked before the schedule. */
  readonly agreementId?: string
  /** The rule: the changed records, or the error. */
  readonly change: (loaded: LoadedSchedule, at: Deciding) => Promise<Decided<Refusal>> | Decided<Refusal>
}

export type Decided<Refusal extends UserError> =
  | { readonly ok: true; readonly state: ScheduleState; readonly columns?: ScheduleColumns }
  | Refused<Refusal>

type NotFound = ReturnType<typeof notFound>['error']

/** Changes a schedule for a caller. A repeated call changes nothing. */
export function scheduleApply<Refusal extends UserError>(
  deps: Deps,
  caller: Caller,
  { scheduleId, occurrenceId, agreementId, change }: ScheduleUpdate<Refusal>,
): Promise<{ ok: true; payload: ScheduleChanged } | Refused<Refusal | NotFound>> {
  const { database } = deps
  const { tenant } = caller
  const agreement = agreementId === undefined ? [] : [aggregateLock('agreement', agreementId)]
  return runCommand<LoadedSchedule | undefined, Refusal | NotFound, ScheduleChanged, ScheduleRow>(deps, caller, {
    locks: [...agreement, aggregateLock('schedule', scheduleId)],
    load: sql => loadSchedule(sql, tenant, scheduleId, occurrenceId),
    decide: async (loaded, at) => {
      if (loaded === undefined) return notFound('schedule', scheduleId)
      const decided = await change(loaded, at)
      if (!decided.ok) return decided
      return { ok: true, id: scheduleId, ...scheduleWrites(loaded, decided.state, at.cause, decided.columns) }
    },
    answer: async ({ row }) => {
      const schedule = row ?? (await mustFind(findSchedule(database, tenant, scheduleId)))
      return { schedule, eventCursor: cursorOf(deps, caller, schedule) }
    },
  })
}
