import { sandboxClockAdvance } from '../../src/operations/sandbox-clock/advance.ts'
import { builder } from '../builder.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { Clock } from './clock.ts'

// ── Mutation.sandboxClockAdvance

const SandboxClockAdvanceInput = builder.inputType('SandboxClockAdvanceInput', {
  description: 'How far the clock is to be moved.',
  fields: t => ({
    to: t.field({
      type: 'DateTime',
      required: true,
      description:
        'The instant that it is then. Not before Clock.now, since time never goes back; at most ten years after it, ' +
        'and not after 9999-01-01.',
    }),
  }),
})

const SandboxClockAdvancePayload = builder
  .objectRef<PayloadOf<typeof sandboxClockAdvance>>('SandboxClockAdvancePayload')
  .implement({
    description: 'The clock where it was to go. All that fell due on the way has been done.',
    fields: t => ({
      clock: t.expose('clock', { type: Clock, description: 'The clock, at `to` or a moment later: it runs on.' }),
      occurrencesCharged: t.exposeInt('occurrencesCharged', {
        description: 'How many of your schedules’ occurrences were paid on the way.',
      }),
      eventCursor: t.expose('eventCursor', {
        type: 'EventCursor',
        description: 'The log’s end: everything that happened on the way stands before it.',
      }),
    }),
  })

const SandboxClockAdvanceResult = resultUnion('SandboxClockAdvanceResult', SandboxClockAdvancePayload, [
  'INVALID_INPUT',
  'INVALID_STATE',
])

builder.mutationField('sandboxClockAdvance', t =>
  t.field({
    type: SandboxClockAdvanceResult,
    description:
      'Sandbox only: moves gateway and simulators forward together and does all that falls due on the way, each at its time ' +
      'and in order, before it answers: charges, retries, expiries, status queries, notifications and their repetitions. The clock is ' +
      'everybody’s here: other merchants’ work is done as well. Subscribers see it all as it happens. It may take a while; InvalidState, with ' +
      'status NOT_SIMULATED, outside sandbox mode.',
    args: { input: t.arg({ type: SandboxClockAdvanceInput, required: true, description: 'Until when.' }) },
    resolve: (_root, { input }, context) => answer(context, sandboxClockAdvance(context.deps, context.caller, input)),
  }),
)
