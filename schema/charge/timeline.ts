import { nextStep, type NextStep as Step } from '../../src/domain/charge/next-step.ts'
import { chargeTimeline, type TimelineEntry as Entry } from '../../src/domain/event-log/timeline.ts'
import { builder } from '../builder.ts'
import { EventSource } from '../common/event-source.ts'
import { jsonOf, listOf } from '../lists/sizes.ts'

const TimelineEntry = builder.objectRef<Entry>('TimelineEntry').implement({
  description: 'One entry in the history of a charge, written for people.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    source: t.expose('source', { type: EventSource, description: 'What caused it.' }),
    actor: t.exposeString('actor', {
      nullable: true,
      description: 'The key, operator or worker that caused the entry. Null if the provider caused it.',
    }),
    type: t.exposeString('type', {
      description:
        'The type of a log event, or provider.request, provider.status_query, provider.notification or archive. New types ' +
        'may be added.',
    }),
    summary: t.exposeString('summary', { description: 'The entry as one sentence in English.' }),
    detail: t.expose('detail', {
      type: 'JSON',
      nullable: true,
      description: 'Recorded details. Null if there are none.',
      extensions: jsonOf(25),
    }),
  }),
})

const NextStep = builder.objectRef<Step>('NextStep').implement({
  description: 'What the gateway does next automatically, and why.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'When the action is due.' }),
    action: t.exposeString('action', {
      description:
        'LOOK_UP: queries the provider for the outcome of a request. RECONCILE: queries the provider for the current ' +
        'status of the charge. RETRY: creates another charge for the same occurrence, because this one failed. New ' +
        'actions may be added.',
    }),
    reason: t.exposeString('reason', { description: 'The reason as one sentence in English.' }),
  }),
})

// ── Charge.timeline, Charge.nextStep

builder.prismaObjectFields('Charge', t => ({
  timeline: t.field({
    type: [TimelineEntry],
    nullable: true,
    clientNull: true,
    description:
      'What happened and why, oldest first: decisions of the gateway, each provider call and answer, and each ' +
      'webhook. For a scheduled charge, also what happened to its occurrence. If entries of an old charge were archived, ' +
      'the first entry says so.',
    extensions: listOf(20),
    select: {
      createdAt: true,
      attemptNumber: true,
      occurrence: { select: { id: true, scheduleId: true, index: true, dueAt: true } },
    },
    resolve: async (charge, _args, { loaders }) => {
      const { occurrence, attemptNumber } = charge
      const [events, calls, webhooks, archived, occurrenceEvents] = await Promise.all([
        loaders.eventsOfCharge.load(charge.id),
        loaders.callsOfCharge.load(charge.id),
        loaders.webhooksOfCharge.load(charge.id),
        loaders.archivedTable.load('events'),
        occurrence && loaders.eventsOfOccurrence.load(occurrence.id),
      ])
      const charged = occurrence && occurrenceEvents && { ...occurrence, attemptNumber, events: occurrenceEvents }
      const { createdAt } = charge
      const archivedSince = archived !== null && createdAt <= archived.until ? createdAt : null
      return chargeTimeline({ events, calls, webhooks, occurrence: charged, archivedSince })
    },
  }),
  nextStep: t.field({
    type: NextStep,
    nullable: true,
    clientNull: true,
    description: 'What the gateway does next automatically. Null if nothing is planned.',
    select: { status: true, reconcileAt: true, occurrenceId: true },
    resolve: async (charge, _args, { loaders }) => {
      const { id, status, occurrenceId } = charge
      const mayBeRetried = occurrenceId !== null && (status === 'FAILED' || status === 'DISCARDED')
      const [statusQueries, retry] = await Promise.all([
        loaders.plannedStatusQueriesOfCharge.load(id),
        mayBeRetried ? loaders.plannedRetryOfCharge.load(id) : null,
      ])
      return nextStep({ statusQueries, retry }, charge)
    },
  }),
}))
