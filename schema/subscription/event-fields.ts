import type { LoggedEventRow } from '../../src/store/tables/event.ts'
import type { builder } from '../builder.ts'
import { EventSource } from '../common/event-source.ts'
import { eventCursor } from '../event/node.ts'

type Fields = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, LoggedEventRow>

/** What every kind of live event says of itself. */
export const eventFields = (t: Fields, subject: string) => ({
  eventCursor: t.field({
    type: 'EventCursor',
    description: 'Its place in the log: after a break, subscribe again after it.',
    resolve: (event, _args, context) => eventCursor(event, context),
  }),
  version: t.exposeInt('version', { description: `The ${subject}’s version after this event.` }),
  occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened, by the gateway’s clock.' }),
  source: t.expose('source', { type: EventSource, description: 'What brought it about.' }),
})

/** What an event says that tells of any change, not only of the status. */
export const changeFields = (t: Fields, subject: string) => ({
  ...eventFields(t, subject),
  type: t.exposeString('type', {
    description: `What happened, e.g. ${subject}.created; one change, one version, one event. New ones may come.`,
  }),
})
