import type { Cursor, LogPosition } from '../../store/event-log/cursor.ts'
import { endOfCursor } from '../../store/event-log/end-of-cursor.ts'
import type { LogFilter, LogView } from '../../store/event-log/filter.ts'
import { isAfter, justAfter, justBefore, logStart, positionOf, startOf } from '../../store/event-log/position.ts'
import { readLogEnd } from '../../store/event-log/read-end.ts'
import { type LastLogPage, type LogPage, readLogAfter, readLogBefore } from '../../store/event-log/read-page.ts'
import type { Database } from '../../store/sql/database.ts'
import type { LoggedEventRow } from '../../store/tables.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { archived, type LogRefusal, readCursor } from './start.ts'
import { viewOf } from './view.ts'

type ReadingDeps = Pick<Deps, 'database' | 'cursors'>

export interface EventsReadInput {
  /** Which end of the range between the cursors: the oldest events, or the newest. Default: the oldest. */
  readonly from?: 'start' | 'end'
  /** The maximum number of events. */
  readonly limit: number
  /** A cursor. Without one the range begins at the log's beginning. */
  readonly after?: string | undefined
  /** A cursor. Without one the range ends at the log's end. */
  readonly before?: string | undefined
  readonly filter: LogFilter
}

export interface EventsRead {
  readonly ok: true
  /** Oldest first. */
  readonly events: readonly { readonly row: LoggedEventRow; readonly eventCursor: string }[]
  /**
   * The end of the page in the log: between its last event and this cursor nothing passes the filter. Reading after it
   * continues without a gap.
   */
  readonly eventCursor: string
  /** Where to continue in the page's direction: `eventCursor` from the start, a cursor for `before` from the end. */
  readonly stop: string
  /** True if the range continues in the page's direction, perhaps without an event that passes the filter. */
  readonly more: boolean
  /** The same for the other direction, beyond the cursor at which the page begins. Reads only if it is called. */
  readonly beyond: () => Promise<boolean>
}

/** A page of the log. */
export async function eventsRead(
  deps: ReadingDeps,
  caller: Caller,
  { from = 'start', limit, after, before, filter }: EventsReadInput,
): Promise<EventsRead | LogRefusal> {
  const [first, last] = await Promise.all([
    after === undefined ? undefined : readCursor(deps, caller, 'after', after),
    before === undefined ? undefined : readCursor(deps, caller, 'before', before),
  ])
  if (first?.ok === false) return first
  if (last?.ok === false) return last
  const { database, cursors } = deps
  const { tenant } = caller
  const { position, ...known } = first === undefined ? { position: logStart } : startOf(first.cursor)
  const end = last && (await endOfCursor(database, tenant, last.cursor))
  const view: LogView = { ...viewOf(caller, filter), ...known }
  const read: LogPage & Partial<LastLogPage> =
    from === 'start'
      ? await readLogAfter(database, view, position, { limit, before: end })
      : await readLogBefore(database, view, { after: position, before: end }, { limit })
  // Archived between the check of the cursor and this page.
  if (first !== undefined && isAfter(read.keptFrom, position)) return archived('after')
  const encode = (place: LogPosition) => cursors.encode(tenant, place)
  const reached = read.end ?? read.position
  // Nothing was read, so the given cursor is returned: an object's cursor contains a version besides the position.
  const nothing = (from === 'start' && limit === 0) || !isAfter(reached, position)
  return {
    ok: true,
    events: read.rows.map(row => ({ row, eventCursor: encode(positionOf(row)) })),
    eventCursor: nothing && after !== undefined ? after : encode(reached),
    stop: encode(read.position),
    more: read.more,
    beyond: () =>
      isAnything(database, viewOf(caller, filter), from === 'start' ? { upTo: first?.cursor } : { from: end }),
  }
}

/** Whether there is an event at or beyond the cursor at which a page begins. */
async function isAnything(
  database: Database,
  view: LogView,
  { upTo, from }: { readonly upTo?: Cursor | undefined; readonly from?: LogPosition | undefined },
): Promise<boolean> {
  const none = { limit: 0 }
  if (from !== undefined) return (await readLogAfter(database, view, justBefore(from), none)).more
  if (upTo === undefined) return false
  const before = upTo.kind === 'position' ? justAfter(upTo) : await endOfCursor(database, view.tenant, upTo)
  return (await readLogBefore(database, view, { before }, none)).more
}

/**
 * The current end of the log. A client that reads it before it reads objects, and then follows the log from it, misses
 * nothing.
 */
export async function eventCursorRead({ database, cursors }: ReadingDeps, { tenant }: Caller): Promise<string> {
  return cursors.encode(tenant, await readLogEnd(database))
}
