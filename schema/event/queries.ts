import { type EventsRead, eventCursorRead, eventsRead } from '../../src/operations/event-log/read.ts'
import { builder } from '../builder.ts'
import { pageSize } from '../connection.ts'
import { requestError } from '../request-error.ts'
import { LARGEST_PAGE, PAGE_SIZE } from '../sizes.ts'
import { LogEventFilter, logFilter } from './filter.ts'

const LogEventConnection = builder.connectionObject(
  {
    type: 'LogEvent',
    name: 'LogEventConnection',
    description:
      'A page of the event log, oldest first. The gateway looks at a limited number of events for one page: a page may be short or ' +
      'empty although hasNextPage (of a page with `last`: hasPreviousPage) is true. An empty page then still has an endCursor ' +
      '(startCursor) to continue with.',
    fields: t => ({
      eventCursor: t.field({
        type: 'EventCursor',
        description:
          'The position up to which the log was looked at, also if the page is empty: no matching event lies between the last ' +
          'event of the page and this cursor. Continue, or subscribe, with it as `after`.',
        resolve: connection => (connection as unknown as Pick<EventsRead, 'eventCursor'>).eventCursor,
      }),
    }),
  },
  { name: 'LogEventEdge', description: 'An event in a page of the log.' },
)

// ── Query.events, Query.eventCursor

builder.queryFields(t => ({
  events: t.field({
    type: LogEventConnection,
    description:
      'The event log, oldest first. With `last`: the newest events, still oldest first within the page. A malformed, foreign ' +
      'or expired cursor fails with extensions.code CURSOR_INVALID or CURSOR_EXPIRED.',
    args: {
      first: t.arg.int({
        description: `At most this many of the oldest events, 0 to ${LARGEST_PAGE}. Default: ${PAGE_SIZE}, if \`last\` is not given.`,
      }),
      after: t.arg({
        type: 'EventCursor',
        description:
          'Only events that come after: the cursor of an event, an object, a payload or a page. Default, and with null: from ' +
          'the start.',
      }),
      last: t.arg.int({ description: `At most this many of the newest events, 0 to ${LARGEST_PAGE}.` }),
      before: t.arg({
        type: 'EventCursor',
        description:
          'Only events that come before. An event’s own cursor leaves out that event. An object’s or payload’s cursor takes ' +
          'in the event that made its version. Default, and with null: to the end.',
      }),
      filter: t.arg({ type: LogEventFilter, description: 'Only events that match. Null is the same as left out.' }),
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
    description: 'The log’s present end: read it before a list, then subscribe from it, and nothing is missing.',
    resolve: (_root, _args, { deps, caller }) => eventCursorRead(deps, caller),
  }),
}))

interface Shown {
  readonly edges: readonly { readonly cursor: string }[]
  /** Events that were read, and left out at the page's start. */
  readonly surplus: number
}

/** Reads what stands on the other side of the page where it is asked for: who follows the log does not. */
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
  // The field waits for a promise; its type, which the plugin makes, does not say so.
  #beyond(): boolean {
    return this.#read.beyond() as unknown as boolean
  }
}
