import type { Cursor, LogPosition } from '../../store/event-log/cursor.ts'
import { readKeptLog } from '../../store/event-log/kept.ts'
import { type Contained, isAfter, startOf } from '../../store/event-log/position.ts'
import { readLogEnd } from '../../store/event-log/read-end.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'

/** Why the log cannot be read. The fault is in the request, so it is a request error and not a result. */
export interface LogRefusal {
  readonly ok: false
  readonly error: { readonly code: 'CURSOR_INVALID' | 'CURSOR_EXPIRED' | 'NOT_FOUND'; readonly message: string }
}

export interface LogStart {
  readonly ok: true
  /** The cursor's position, or the log's end without a cursor. */
  readonly position: LogPosition
  readonly contained?: Contained
}

type CursorDeps = Pick<Deps, 'database' | 'cursors'>

/** Where reading starts. An unusable cursor is an error and never replaced by the current end. */
export async function startReading(
  deps: CursorDeps,
  caller: Caller,
  after: string | undefined,
): Promise<LogStart | LogRefusal> {
  if (after === undefined) return { ok: true, position: await readLogEnd(deps.database) }
  const read = await readCursor(deps, caller, 'after', after)
  return read.ok ? { ok: true, ...startOf(read.cursor) } : read
}

/** @param name The name of the argument that holds the cursor. */
export async function readCursor(
  { database, cursors }: CursorDeps,
  { tenant }: Caller,
  name: 'after' | 'before',
  text: string,
): Promise<{ readonly ok: true; readonly cursor: Cursor } | LogRefusal> {
  const reading = cursors.decode(tenant, text)
  if (!reading.ok) return refusal(name, reading.code)
  // A cursor is issued at or before the log's end. If it is after the end now, the database was restored from an older
  // backup with the same epoch, or a standby without the last transactions was promoted. Reading from the cursor would
  // silently skip all events until transaction ids reach that position again.
  const { position } = startOf(reading.cursor)
  const kept = await readKeptLog(database)
  if (isAfter(position, kept.end)) return refusal(name, 'CURSOR_EXPIRED')
  if (!isAfter(kept.start, position)) return reading
  // The caller reads its objects again now, and must get cursors that are valid.
  cursors.keepFrom(kept.start)
  return archived(name)
}

/** The events after this cursor were archived. Reading from it would silently leave them out. */
export function archived(name: 'after' | 'before'): LogRefusal {
  const message =
    `${name} is a cursor from before the oldest event that is kept: events after it were archived. Query the objects ` +
    'again, and continue with their cursors.'
  return { ok: false, error: { code: 'CURSOR_EXPIRED', message } }
}

function refusal(name: string, code: 'CURSOR_INVALID' | 'CURSOR_EXPIRED'): LogRefusal {
  const message =
    code === 'CURSOR_INVALID'
      ? `${name} is not a valid cursor: it is malformed, or belongs to another merchant. Send the unchanged cursor ` +
        'of an object, a payload, an event or a page.'
      : `${name} is a cursor of an event log that was replaced. Query the objects again, and continue with their cursors.`
  return { ok: false, error: { code, message } }
}
