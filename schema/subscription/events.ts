import type { LoggedEventRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import { LogEventFilter, logFilter } from '../event/filter.ts'
import { subscribe } from './subscribe.ts'

// ── Subscription.events

builder.subscriptionField('events', t =>
  t.field({
    type: 'LogEvent',
    scope: 'read',
    description:
      'Sends every event of the event log in order, the same events as Query.events. A client token gets the changes of ' +
      'the objects that it can read.',
    args: {
      filter: t.arg({
        type: LogEventFilter,
        description: 'Receive only events that match. Must not be null: omit it to receive every event.',
      }),
      after: t.arg({
        type: 'EventCursor',
        description: 'Receive every event after this cursor, then live events. Default: only events from now on.',
      }),
    },
    subscribe: (_root, { filter, after }, context) => subscribe(context, logFilter(filter ?? {}), after),
    resolve: (event: LoggedEventRow) => event,
  }),
)
