import { positionOf } from '../../src/store/event-log/position.ts'
import type { LoggedEventRow } from '../../src/store/tables/event.ts'
import { builder } from '../builder.ts'
import { EventSource } from '../common/event-source.ts'
import type { GraphContext } from '../context.ts'
import { jsonOf } from '../json-size.ts'
import { loadNode } from '../node.ts'

/** An event's own place in the log. Only for events that readers of the log get: nothing can come before them any more. */
export function eventCursor(row: LoggedEventRow, { deps, caller }: GraphContext): string {
  return deps.cursors.encode(caller.tenant, positionOf(row))
}

builder.objectType('LogEvent', {
  description:
    'An entry of the durable log. Delivered at least once, in order per object, never lost: resume with `after`. It holds no ' +
    'personal data.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: t => ({
    id: t.exposeID('id', { description: 'evt_…' }),
    eventCursor: t.field({
      type: 'EventCursor',
      description: 'Its place in the log: read or subscribe after it for all that follows.',
      resolve: (event, _args, context) => eventCursor(event, context),
    }),
    type: t.exposeString('type', {
      description:
        'What happened; it names the cause. One change, one version, one event: charge.created (version 1), ' +
        'charge.{authorization,capture,refund,void}_{requested,pending,unknown,succeeded,failed}, agreement.revocation_…, ' +
        'schedule.{created,updated,paused,resumed,completed,canceled}, schedule.occurrence_{processing,paid,retrying,failed,skipped}, ' +
        '<subject>.status_changed where no operation caused it, reconciliation.break. New ones may come.',
    }),
    source: t.expose('source', { type: EventSource, description: 'What brought it about.' }),
    actor: t.exposeString('actor', {
      nullable: true,
      description: 'The key, operator or worker that caused it; null where the provider did.',
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened, by the gateway’s clock.' }),
    subjectType: t.exposeString('subjectType', {
      nullable: true,
      description: 'The type of what it happened to: Consumer, Agreement, Charge, Schedule. New ones may come.',
    }),
    subjectId: t.exposeID('subjectId', { nullable: true, description: 'What it happened to.' }),
    subject: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'What it happened to, as it is now: perhaps already further than this event.',
      resolve: ({ subjectId }, _args, context) => loadNode(context, subjectId),
    }),
    version: t.exposeInt('version', {
      nullable: true,
      description:
        'The subject’s version after this event. A change raises it by one; a note (a contradiction, a break) leaves it.',
    }),
    previousStatus: t.exposeString('previousStatus', {
      nullable: true,
      description:
        'The subject’s status before, where this event changed it; null on created, and where the status is as it was.',
    }),
    status: t.exposeString('status', {
      nullable: true,
      description: 'The subject’s status after, on whichever event changed it; else null.',
    }),
    data: t.expose('data', {
      type: 'JSON',
      nullable: true,
      description: 'What else is known, depending on the type.',
      extensions: jsonOf(25),
    }),
  }),
})
