import type { LogPosition } from '../store/log/cursor.ts'
import { type Contained, isAfter, startOf } from '../store/log/position.ts'
import { readLogEnd } from '../store/log/read-end.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'

/** Why the log cannot be read as it was asked. The request's own fault: not data, but a request error. */
export interface LogRefusal {
  readonly ok: false
  readonly error: { readonly code: 'CURSOR_INVALID' | 'CURSOR_EXPIRED' | 'NOT_FOUND'; readonly message: string }
}

export interface LogStart {
  readonly ok: true
  /** Of the cursor; the log's end where there is none. */
  readonly position: LogPosition
  readonly contained?: Contained
}

const invalid =
  'after is not a cursor of this log: it is malformed, or was given to somebody else. Send the cursor of an object, a ' +
  'payload, an event or a page that you were given, unchanged.'
const expired = 'after is a cursor of a log that was replaced. Read the objects again, and go on from their cursors.'

/** Where reading starts: never silently from now on where a cursor was given. */
export async function startReading(
  { database, cursors }: Pick<Deps, 'database' | 'cursors'>,
  { tenant }: Caller,
  after: string | undefined,
): Promise<LogStart | LogRefusal> {
  const reading = after === undefined ? undefined : cursors.decode(tenant, after)
  if (reading?.ok === false) return refusal(reading.code)
  const end = await readLogEnd(database)
  if (reading === undefined) return { ok: true, position: end }
  const start = startOf(reading.cursor)
  // Handed out, so once at or before the log's end; now behind it: the database went back, e.g. to a backup, and kept
  // its epoch. Reading from there would leave out in silence what comes before transactions reach that place again.
  return isAfter(start.position, end) ? refusal('CURSOR_EXPIRED') : { ok: true, ...start }
}

function refusal(code: 'CURSOR_INVALID' | 'CURSOR_EXPIRED'): LogRefusal {
  return { ok: false, error: { code, message: code === 'CURSOR_INVALID' ? invalid : expired } }
}
