import { nextStep, type NextStep as Step } from '../../src/domain/charge/next-step.ts'
import { chargeTimeline, type TimelineEntry as Entry } from '../../src/domain/event-log/timeline.ts'
import type { ChargedOccurrence } from '../../src/domain/event-log/timeline-occurrences.ts'
import type { ChargeRow } from '../../src/store/tables/charge.ts'
import { builder } from '../builder.ts'
import { EventSource } from '../common/event-source.ts'
import { present } from '../common/present.ts'
import type { GraphContext } from '../context.ts'
import { jsonOf } from '../json-size.ts'
import { listOf } from '../list-size.ts'
import { reads } from '../selected-columns.ts'

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
        'The type of a log event, or provider.request, provider.status_query or provider.notification. New types may be added.',
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

builder.objectFields('Charge', t => ({
  timeline: t.field({
    type: [TimelineEntry],
    nullable: true,
    description:
      'What happened and why, oldest first: decisions of the gateway, each provider call and answer, and each ' +
      'webhook. For a scheduled charge, also what happened to its occurrence.',
    extensions: listOf(20),
    resolve: async (charge, _args, context) => {
      const { loaders } = context
      const [events, calls, webhooks, occurrence] = await Promise.all([
        loaders.eventsOfCharge.load(charge.id),
        loaders.callsOfCharge.load(charge.id),
        loaders.webhooksOfCharge.load(charge.id),
        occurrenceOf(charge, context),
      ])
      return chargeTimeline({ events, calls, webhooks, occurrence })
    },
  }),
  nextStep: t.field({
    type: NextStep,
    nullable: true,
    description: 'What the gateway does next automatically. Null if nothing is planned.',
    extensions: reads<ChargeRow>('id', 'status', 'reconcileAt', 'occurrenceId'),
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

async function occurrenceOf(
  { occurrenceId, attemptNumber }: ChargeRow,
  { loaders }: GraphContext,
): Promise<ChargedOccurrence | null> {
  if (occurrenceId === null) return null
  const [{ scheduleId, index, dueAt }, events] = await Promise.all([
    present(loaders.occurrence.load(occurrenceId)),
    loaders.eventsOfOccurrence.load(occurrenceId),
  ])
  return { scheduleId, index, dueAt, attemptNumber, events }
}
