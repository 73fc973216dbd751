import type { LoggedEventRow } from '../../store/tables.ts'

/** The last change of each subject that the tail has read, for as many subjects as changed lately. */
export interface NewestChanges {
  note(row: LoggedEventRow): void
  /** Undefined if none is known that is as late as the event. */
  of(event: LoggedEventRow): LoggedEventRow | undefined
  /** To be called if events were skipped. */
  clear(): void
}

const MOST_SUBJECTS = 2_000

export function createNewestChanges(): NewestChanges {
  const bySubject = new Map<string, LoggedEventRow>()
  return {
    note(row) {
      if (!row.change) return
      bySubject.delete(row.subjectId) // so that it is the last one again
      bySubject.set(row.subjectId, row)
      if (bySubject.size <= MOST_SUBJECTS) return
      for (const subjectId of bySubject.keys()) {
        bySubject.delete(subjectId)
        break
      }
    },
    of({ subjectId, version }) {
      const newest = bySubject.get(subjectId)
      return newest !== undefined && newest.version >= version ? newest : undefined
    },
    clear: () => bySubject.clear(),
  }
}
