import { readStatusAtVersion } from '../../src/store/event-log/status-at-version.ts'
import type { LoggedEventRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import type { describedEnum } from '../common/enum.ts'
import { EventSource } from '../common/event-source.ts'
import type { GraphContext } from '../context.ts'
import { eventCursor } from '../event/node.ts'

builder.interfaceType('ChangeEvent', {
  description: 'The fields that every change event has.',
  fields: t => ({
    eventCursor: t.field({
      type: 'EventCursor',
      description:
        'The position of this event in the event log. After a lost connection, subscribe again with it as `after`.',
      resolve: (event, _args, context) => eventCursor(event, context),
    }),
    version: t.exposeInt('version', { description: 'The object’s version after this event.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened, by the gateway’s clock.' }),
    source: t.expose('source', { type: EventSource, description: 'What caused it.' }),
    terminal: t.boolean({
      description: 'true: the object is in a final state, so you can stop listening. false: more events can follow.',
    }),
  }),
})

type Fields = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, LoggedEventRow>

/** The field of an event that can report any change, not only of the status. */
export const changeType = (t: Fields, subject: string) =>
  t.exposeString('type', {
    description:
      `The type of event, e.g. ${subject}.created. Each change raises the version by one and sends one event. New ` +
      'types may be added.',
  })

/** The statuses before and after an event. */
export function statusFields<Status extends string>(
  t: Fields,
  type: StatusEnum<Status>,
  { subject, nullIf }: { readonly subject: string; readonly nullIf: string },
) {
  return {
    previousStatus: t.field({
      type,
      nullable: true,
      description: `The status before this event. Null if ${nullIf}.`,
      resolve: ({ previousStatus }) => previousStatus as never,
    }),
    status: t.field({
      type,
      description: `The status after this event. ${subject}.status can be newer.`,
      resolve: (event, _args, context) => statusAt(event, context) as never,
    }),
  }
}

type StatusEnum<Status extends string> = ReturnType<typeof describedEnum<Status>>

/** The object's status after an event; most events do not change it. */
export async function statusAt<Status extends string>(
  event: LoggedEventRow,
  { deps, caller }: GraphContext,
): Promise<Status> {
  return (event.subjectStatus ??
    event.status ??
    (await readStatusAtVersion(deps.database, caller.tenant, event))) as Status
}
