import { nextStep, type NextStep as Step } from '../../src/domain/charge/next-step.ts'
import type { ChargedOccurrence } from '../../src/domain/event-log/timeline.ts'
import { chargeTimeline, type TimelineEntry as Entry } from '../../src/domain/event-log/timeline.ts'
import type { ChargeRow } from '../../src/store/tables/charge.ts'
import { builder } from '../builder.ts'
import { EventSource } from '../common/event-source.ts'
import { present } from '../common/present.ts'
import type { GraphContext } from '../context.ts'
import { jsonOf } from '../json-size.ts'
import { listOf } from '../list-size.ts'
import { reads } from '../selected-columns.ts'

const TimelineEntry = builder.objectRef<Entry>('TimelineEntry').implement({
  description: 'One line of what happened to a charge, for people.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    source: t.expose('source', { type: EventSource, description: 'What brought it about.' }),
    actor: t.exposeString('actor', {
      nullable: true,
      description: 'The key, operator or worker that caused it; null where the provider did.',
    }),
    type: t.exposeString('type', {
      description:
        'What happened: the type of a log event, or provider.request, provider.status_query, provider.notification. New ones may come.',
    }),
    summary: t.exposeString('summary', { description: 'The same in a sentence, in English.' }),
    detail: t.expose('detail', {
      type: 'JSON',
      nullable: true,
      description: 'The particulars, as they were recorded; null where there are none.',
      extensions: jsonOf(25),
    }),
  }),
})

const NextStep = builder.objectRef<Step>('NextStep').implement({
  description: 'What the gateway will do next by itself, and why.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it falls due.' }),
    action: t.exposeString('action', {
      description:
        'LOOK_UP: it asks the provider what became of a request. RECONCILE: it asks how the charge stands, though nobody told. ' +
        'RETRY: it makes another charge for the same occurrence of the schedule, since this one failed. Further actions may come.',
    }),
    reason: t.exposeString('reason', { description: 'Why, in a sentence, in English.' }),
  }),
})

// ── Charge.timeline, Charge.nextStep

builder.objectFields('Charge', t => ({
  timeline: t.field({
    type: [TimelineEntry],
    nullable: true,
    description:
      'What happened and why, oldest first: our decisions, each provider call and answer, each webhook; of a charge that a ' +
      'schedule made also what became of its occurrence.',
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
    description: 'What the gateway will do next by itself; null where nothing is planned.',
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
