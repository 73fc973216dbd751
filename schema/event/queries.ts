import { type EventsRead, eventCursorRead, eventsRead } from '../../src/operations/event-log/read.ts'
import { builder } from '../builder.ts'
import { pageSize } from '../lists/connection.ts'
import { LARGEST_PAGE, PAGE_SIZE } from '../lists/sizes.ts'
import { requestError } from '../request-error.ts'
import { LogEventFilter, logFilter } from './filter.ts'

const LogEventConnection = builder.connectionObject(
  {
    type: 'LogEvent',
    name: 'LogEventConnection',
    description:
      'A page of the event log, oldest first. The gateway scans a limited number of events for each page. A page ' +
      'can therefore be short or empty although hasNextPage (with `last`: hasPreviousPage) is true. An empty page ' +
      'still has an endCursor (with `last`: startCursor) to continue with.',
    fields: t => ({
      eventCursor: t.field({
        type: 'EventCursor',
        description:
          'The position up to which the log was scanned, even if the page is empty. Continue or subscribe with it as ' +
          '`after`; no matching event is missed.',
        resolve: connection => (connection as unknown as Pick<EventsRead, 'eventCursor'>).eventCursor,
      }),
    }),
  },
  { name: 'LogEventEdge', description: 'An event in a page of the log, with its cursor.' },
)

// ── Query.events, Query.eventCursor

builder.queryFields(t => ({
  events: t.field({
    type: LogEventConnection,
    scope: 'read',
    description:
      'The event log, oldest first. With `last`, the newest events, still oldest first within the page. A client token ' +
      'gets the changes of the objects that it can read. An invalid ' +
      'cursor or one of another merchant fails with extensions.code CURSOR_INVALID, an expired cursor with ' +
      'CURSOR_EXPIRED.',
    args: {
      first: t.arg.int({
        description: `Return at most this many of the oldest events, 0 to ${LARGEST_PAGE}. Default: ${PAGE_SIZE} if \`last\` is not given.`,
      }),
      after: t.arg({
        type: 'EventCursor',
        description:
          'Return only later events. Accepts the cursor of an event, object, payload or page. Default ' +
          '(omitted or null): the start of the log.',
      }),
      last: t.arg.int({ description: `Return at most this many of the newest events, 0 to ${LARGEST_PAGE}.` }),
      before: t.arg({
        type: 'EventCursor',
        description:
          'Return only earlier events. The cursor of an event excludes that event. The cursor of an object or payload ' +
          'includes the event of its version. Default (omitted or null): the end of the log.',
      }),
      filter: t.arg({
        type: LogEventFilter,
        description: 'Return only events that match. Null is the same as omitting it.',
      }),
    },
    resolve: async (_root, { after, before, filter, ...size }, { deps, caller }) => {
      const { surplusOf, ...page } = pageSize(size)
      const cursors = { after: after ?? undefined, before: before ?? undefined }
      const read = await eventsRead(deps, caller, { ...page, ...cursors, filter: logFilter(filter ?? {}) })
      if (!read.ok) throw requestError(read.error.code, read.error.message)
      const surplus = surplusOf(read.events)
      const edges = read.events.slice(surplus).map(({ row, eventCursor }) => ({ node: row, cursor: eventCursor }))
      const { eventCursor } = read
      return { edges, eventCursor, pageInfo: new EventPageInfo(read, page.from, { edges, surplus }) }
    },
  }),
  eventCursor: t.field({
    type: 'EventCursor',
    scope: 'read',
    description:
      'The current end of the log. To miss no event, read it before a list, then subscribe with it as `after`.',
    resolve: (_root, _args, { deps, caller }) => eventCursorRead(deps, caller),
  }),
}))

interface Shown {
  readonly edges: readonly { readonly cursor: string }[]
  /** The number of events that were read but are left out at the page's start. */
  readonly surplus: number
}

/** Reads the other side of the page only if the query selects it. A client that follows the log does not select it. */
class EventPageInfo {
  readonly startCursor: string | null
  readonly endCursor: string | null
  readonly #read: EventsRead
  readonly #from: 'start' | 'end'
  readonly #surplus: number
  constructor(read: EventsRead, from: 'start' | 'end', { edges, surplus }: Shown) {
    this.#read = read
    this.#from = from
    this.#surplus = surplus
    const stopAt = (side: 'start' | 'end') => (read.more && side !== from ? read.stop : null)
    this.startCursor = edges[0]?.cursor ?? stopAt('start')
    this.endCursor = edges.at(-1)?.cursor ?? stopAt('end')
  }
  get hasNextPage(): boolean {
    return this.#from === 'start' ? this.#read.more : this.#beyond()
  }
  get hasPreviousPage(): boolean {
    if (this.#from === 'end') return this.#read.more
    return this.#surplus > 0 || this.#beyond()
  }
  // The field accepts a promise, although its type from the plugin does not.
  #beyond(): boolean {
    return this.#read.beyond() as unknown as boolean
  }
}
