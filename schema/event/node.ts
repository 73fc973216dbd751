import { positionOf } from '../../src/store/event-log/position.ts'
import type { LoggedEventRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import { EventSource } from '../common/event-source.ts'
import type { GraphContext } from '../context.ts'
import { jsonOf } from '../lists/sizes.ts'
import { loadAnySubject } from './subject.ts'

/**
 * An event's position in the log. Only for events that the log already shows to readers: no earlier event can follow.
 */
export function eventCursor(row: LoggedEventRow, { deps, caller }: GraphContext): string {
  return deps.cursors.encode(caller.tenant, positionOf(row))
}

builder.node('LogEvent', {
  id: { resolve: ({ id }) => id, description: 'The event’s id, evt_….' },
  // Not read with Prisma: an event is hidden while an event with a smaller transaction id can still be committed.
  loadOne: (id, { loaders }) => loaders.event.load(id),
  description:
    'An entry in the durable event log. Delivered at least once, in order for each object, and never lost: ' +
    'resume with `after`. It contains no personal data.',
  fields: t => ({
    eventCursor: t.field({
      type: 'EventCursor',
      description:
        'The position of this event in the log. Read or subscribe with it as `after` to receive every later event.',
      resolve: (event, _args, context) => eventCursor(event, context),
    }),
    type: t.exposeString('type', {
      description:
        'The type of event, which names the cause. Each change raises the version by one and writes one event: ' +
        'charge.created (version 1), ' +
        'charge.{authorization,capture,refund,void}_{requested,pending,unknown,succeeded,failed}, ' +
        'agreement.revocation_…, schedule.{created,updated,paused,resumed,completed,canceled}, ' +
        'schedule.occurrence_{processing,paid,retrying,failed,skipped}, <subject>.status_changed if no operation ' +
        'caused it, reconciliation.break. New types may be added.',
    }),
    source: t.expose('source', { type: EventSource, description: 'What caused the change.' }),
    actor: t.exposeString('actor', {
      nullable: true,
      clientNull: true,
      description: 'The key, operator or worker that caused the event. Null if the provider caused it.',
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened, by the gateway’s clock.' }),
    subjectType: t.exposeString('subjectType', {
      nullable: true,
      description: 'The type of the object: Consumer, Agreement, Charge or Schedule. New types may be added.',
    }),
    subjectId: t.exposeID('subjectId', {
      nullable: true,
      description: 'The id of the object that the event is about.',
    }),
    subject: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'The object that the event is about, in its current state. It can be newer than this event.',
      resolve: (event, _args, context, info) => loadAnySubject(event, context, info),
    }),
    version: t.exposeInt('version', {
      nullable: true,
      description:
        'The object’s version after this event. A change raises the version by one. A note (e.g. a contradiction in ' +
        'the provider’s data) does not.',
    }),
    previousStatus: t.exposeString('previousStatus', {
      nullable: true,
      description:
        'The object’s status before this event. Null if the event did not change the status, or created the object.',
    }),
    status: t.exposeString('status', {
      nullable: true,
      description: 'The object’s status after this event. Null if the event did not change the status.',
    }),
    data: t.expose('data', {
      type: 'JSON',
      nullable: true,
      clientNull: true,
      description: 'More data about the event. Its shape depends on the type.',
      extensions: jsonOf(25),
    }),
  }),
})
