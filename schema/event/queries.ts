import { eventCursorRead, eventsRead } from '../../src/operations/events-read.ts'
import { builder } from '../builder.ts'
import { MAX_LIMIT } from '../connection.ts'
import { badUserInput, requestError } from '../request-error.ts'
import { LogEventFilter, logFilter } from './filter.ts'

const DEFAULT_LIMIT = 20

const LogEventConnection = builder.connectionObject(
  {
    type: 'LogEvent',
    name: 'LogEventConnection',
    description: 'A page of the log, oldest first.',
    fields: t => ({
      eventCursor: t.field({
        type: 'EventCursor',
        description:
          'Everything up to here was looked at, also where the page is empty because nothing passed the filter: go on from it.',
        resolve: connection => (connection as unknown as { readonly eventCursor: string }).eventCursor,
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
      'The log from a place on, oldest first. A malformed, foreign or expired cursor fails with extensions.code ' +
      'CURSOR_INVALID or CURSOR_EXPIRED.',
    args: {
      first: t.arg.int({ description: 'At most this many, 0 to 100. Default: 20.' }),
      after: t.arg({
        type: 'EventCursor',
        description:
          'Only what comes after: any cursor of an event, an object, a payload or a page. Default, and with null: from the start.',
      }),
      filter: t.arg({ type: LogEventFilter, description: 'Only events that match.' }),
    },
    resolve: async (_root, { first, after, filter }, { deps, caller }) => {
      const limit = first ?? DEFAULT_LIMIT
      if (limit < 0 || limit > MAX_LIMIT) throw badUserInput(['first'], 'RANGE', `Must be from 0 to ${MAX_LIMIT}.`)
      const input = { limit, after: after ?? undefined, filter: logFilter(filter ?? {}) }
      const read = await eventsRead(deps, caller, input)
      if (!read.ok) throw requestError(read.error.code, read.error.message)
      const edges = read.events.map(({ row, eventCursor }) => ({ node: row, cursor: eventCursor }))
      return {
        edges,
        eventCursor: read.eventCursor,
        pageInfo: {
          hasNextPage: read.more,
          hasPreviousPage: false,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
      }
    },
  }),
  eventCursor: t.field({
    type: 'EventCursor',
    description: 'The log’s present end: read it before a list, then subscribe from it, and nothing is missing.',
    resolve: (_root, _args, { deps, caller }) => eventCursorRead(deps, caller),
  }),
}))
