import type { LoggedEventRow } from '../../src/store/tables/event.ts'
import { builder } from '../builder.ts'
import { LogEventFilter, logFilter } from '../event/filter.ts'
import { subscribe } from './subscribe.ts'

// ── Subscription.events

builder.subscriptionField('events', t =>
  t.field({
    type: 'LogEvent',
    description: 'Every event of the log, in its order: what Query.events reads, as it comes.',
    args: {
      filter: t.arg({
        type: LogEventFilter,
        description: 'Only events that match. Cannot be null: leave it out for every event.',
      }),
      after: t.arg({
        type: 'EventCursor',
        description: 'Everything since this cursor, then live. Default: from now on.',
      }),
    },
    subscribe: (_root, { filter, after }, context) => subscribe(context, logFilter(filter ?? {}), after),
    resolve: (event: LoggedEventRow) => event,
  }),
)
