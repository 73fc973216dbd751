import type { EventSource, Tenant } from '../../domain/enums.ts'
import type { NoteOf, ScheduleNoteEvent } from '../../domain/event-log/events.ts'
import { withoutKnownNotes } from '../../store/event-log/rows.ts'
import { loadSchedule, scheduleNoteWrites } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { commit } from '../../store/sql/write.ts'
import type { Deps } from '../command/deps.ts'

export interface ScheduleNote {
  readonly tenant: Tenant
  readonly scheduleId: string
  readonly source: EventSource
  readonly actor: string | null
  /** `key` identifies a note: a note that is recorded already is not recorded again. */
  readonly note: NoteOf<ScheduleNoteEvent>
}

/** Records a note about a schedule without changing it. */
export async function scheduleNote(
  deps: Deps,
  { tenant, scheduleId, source, actor, note }: ScheduleNote,
): Promise<void> {
  const now = deps.clock.now()
  const noted = await deps.database.transaction(
    async sql => {
      const [loaded, [unknown]] = await Promise.all([
        loadSchedule(sql, tenant, scheduleId),
        withoutKnownNotes(sql, scheduleId, [note]),
      ])
      if (loaded === undefined || unknown === undefined) return false
      await commit(sql, scheduleNoteWrites(loaded, unknown, { source, actor, now }))
      return true
    },
    { locks: [aggregateLock('schedule', scheduleId)] },
  )
  if (noted) deps.tail.wake()
}
