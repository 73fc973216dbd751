import { nextStep, type NextStep as Step } from '../../src/domain/next-step.ts'
import { chargeTimeline, type TimelineEntry as Entry } from '../../src/domain/timeline.ts'
import type { ChargeRow } from '../../src/store/tables/charge.ts'
import { builder } from '../builder.ts'
import { EventSource } from '../common/event-source.ts'
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
        'What happened: the type of a log event, or provider.request, provider.look_up, provider.notification. New ones may come.',
    }),
    summary: t.exposeString('summary', { description: 'The same in a sentence, in English.' }),
    detail: t.expose('detail', {
      type: 'JSON',
      nullable: true,
      description: 'The particulars, as they were recorded; null where there are none.',
    }),
  }),
})

const NextStep = builder.objectRef<Step>('NextStep').implement({
  description: 'What the gateway will do next by itself, and why.',
  fields: t => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it falls due.' }),
    action: t.exposeString('action', {
      description:
        'LOOK_UP: it asks the provider what became of a request. RECONCILE: it asks how the charge stands, though nobody told. Further actions may come.',
    }),
    reason: t.exposeString('reason', { description: 'Why, in a sentence, in English.' }),
  }),
})

// ── Charge.timeline, Charge.nextStep

builder.objectFields('Charge', t => ({
  timeline: t.field({
    type: [TimelineEntry],
    nullable: true,
    description: 'What happened and why, oldest first: our decisions, each provider call and answer, each webhook.',
    resolve: async ({ id }, _args, { loaders }) => {
      const [events, calls, webhooks] = await Promise.all([
        loaders.eventsOfCharge.load(id),
        loaders.callsOfCharge.load(id),
        loaders.webhooksOfCharge.load(id),
      ])
      return chargeTimeline({ events, calls, webhooks })
    },
  }),
  nextStep: t.field({
    type: NextStep,
    nullable: true,
    description: 'What the gateway will do next by itself; null where nothing is planned.',
    extensions: reads<ChargeRow>('id', 'status', 'reconcileAt'),
    resolve: async (charge, _args, { loaders }) =>
      nextStep(await loaders.plannedLookUpsOfCharge.load(charge.id), charge),
  }),
}))
