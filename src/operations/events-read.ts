import type { LogPosition } from '../store/log/cursor.ts'
import type { LogFilter } from '../store/log/filter.ts'
import { logStart, positionOf } from '../store/log/position.ts'
import { readLogAfter } from '../store/log/read-after.ts'
import { readLogEnd } from '../store/log/read-end.ts'
import type { LoggedEventRow } from '../store/tables/event.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'
import { type LogRefusal, type LogStart, startReading } from './log-start.ts'

type ReadingDeps = Pick<Deps, 'database' | 'cursors'>

export interface EventsReadInput {
  /** At most this many. */
  readonly limit: number
  /** A cursor; without one, from the log's beginning. */
  readonly after?: string | undefined
  readonly filter: LogFilter
}

export interface EventsRead {
  readonly ok: true
  /** Oldest first. */
  readonly events: readonly { readonly row: LoggedEventRow; readonly eventCursor: string }[]
  /** Everything up to here was looked at, also where nothing of it passed the filter. */
  readonly eventCursor: string
  /** True where the log goes on behind `eventCursor`. */
  readonly more: boolean
}

/** A page of the log. */
export async function eventsRead(
  deps: ReadingDeps,
  caller: Caller,
  { limit, after, filter }: EventsReadInput,
): Promise<EventsRead | LogRefusal> {
  const start: LogStart | LogRefusal =
    after === undefined ? { ok: true, position: logStart } : await startReading(deps, caller, after)
  if (!start.ok) return start
  const { position, contained } = start
  const view = { tenant: caller.tenant, filter, ...(contained && { contained }) }
  const page = await readLogAfter(deps.database, view, position, { limit })
  const encode = (place: LogPosition) => deps.cursors.encode(caller.tenant, place)
  return {
    ok: true,
    events: page.rows.map(row => ({ row, eventCursor: encode(positionOf(row)) })),
    // Nothing was looked at: the cursor given says more than its place, which an object's is only the floor of.
    eventCursor: limit === 0 && after !== undefined ? after : encode(page.position),
    more: page.more,
  }
}

/** The log's present end: read it before objects, then follow the log from it, and nothing is missing. */
export async function eventCursorRead({ database, cursors }: ReadingDeps, { tenant }: Caller): Promise<string> {
  return cursors.encode(tenant, await readLogEnd(database))
}
