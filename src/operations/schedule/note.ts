import type { EventSource, Tenant } from '../../domain/enums.ts'
import type { NoteOf, ScheduleNoteEvent } from '../../domain/event-log/events.ts'
import { withoutKnownNotes } from '../../store/event-log/known-notes.ts'
import { eventRow } from '../../store/event-log/rows.ts'
import { lockSchedule, scheduleSubject } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { insert, write } from '../../store/sql/write.ts'
import { events } from '../../store/tables/event.ts'
import type { Deps } from '../command/deps.ts'

export interface ScheduleNote {
  readonly tenant: Tenant
  readonly scheduleId: string
  readonly source: EventSource
  readonly actor: string | null
  /** `key` tells repeated ones: what is on the record already is not put there again. */
  readonly note: NoteOf<ScheduleNoteEvent>
}

/** Puts something about a schedule on the record that changes nothing. */
export async function scheduleNote(
  deps: Deps,
  { tenant, scheduleId, source, actor, note }: ScheduleNote,
): Promise<void> {
  const now = deps.clock.now()
  const noted = await deps.database.transaction(
    async sql => {
      const loaded = await lockSchedule(sql, tenant, scheduleId)
      const [update] = await withoutKnownNotes(sql, scheduleId, [note])
      if (loaded === undefined || update === undefined) return false
      const content = {
        type: update.type,
        version: loaded.row.version,
        change: false,
        previousStatus: null,
        status: null,
      }
      const data = { ...update.data, key: update.key }
      await write(sql, [
        insert(events, [eventRow(scheduleSubject(loaded.row), { source, actor, now }, { ...content, data })]),
      ])
      return true
    },
    { locks: [aggregateLock('schedule', scheduleId)] },
  )
  if (noted) deps.tail.wake()
}
