import { newId } from '../../base/id.ts'
import { reasonOf } from '../../domain/input/reason.ts'
import { type Result, succeed } from '../../domain/input/user-error.ts'
import { skipOccurrence } from '../../domain/schedule/charging.ts'
import { occurrenceIn } from '../../domain/schedule/transition.ts'
import { findOccurrence, mustFind } from '../../store/sql/find-rows.ts'
import type { OccurrenceRow } from '../../store/tables.ts'
import { invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { OccurrenceSkipInput } from '../command/inputs.ts'
import { scheduleApply } from './apply.ts'

export interface OccurrenceSkipped {
  readonly occurrence: OccurrenceRow
  readonly eventCursor: string
}

/**
 * Skips an occurrence that has not been paid: its charge, or its next retry, is never made. No effect if it is already
 * SKIPPED.
 */
export async function occurrenceSkip(
  deps: Deps,
  caller: Caller,
  { occurrenceId, reason }: OccurrenceSkipInput,
): Promise<Result<OccurrenceSkipped, 'NOT_FOUND' | 'INVALID_STATE'>> {
  const found = await findOccurrence(deps.database, caller.tenant, occurrenceId)
  if (found === undefined) return notFound('occurrence', occurrenceId)
  const applied = await scheduleApply(deps, caller, {
    scheduleId: found.scheduleId,
    occurrenceId,
    change: ({ state }, { cause: { now } }) => {
      const { status } = occurrenceIn(state, occurrenceId)
      if (status === 'SKIPPED') return { ok: true, state }
      if (status !== 'UPCOMING' && status !== 'RETRYING')
        return invalidState(
          status,
          `Only an occurrence that is UPCOMING or RETRYING can be skipped. This one is ${status}.`,
        )
      const code = reasonOf(reason) ?? 'SKIPPED_BY_MERCHANT'
      return { ok: true, state: skipOccurrence(state, occurrenceId, code, () => newId('occurrence', now)) }
    },
  })
  if (!applied.ok) return applied
  const occurrence = await mustFind(findOccurrence(deps.database, caller.tenant, occurrenceId))
  return succeed({ occurrence, eventCursor: applied.payload.eventCursor })
}
