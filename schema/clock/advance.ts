import { sandboxClockAdvance } from '../../src/operations/sandbox-clock/advance.ts'
import { builder } from '../builder.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { Clock } from './clock.ts'

// ── Mutation.sandboxClockAdvance

const SandboxClockAdvanceInput = builder.inputType('SandboxClockAdvanceInput', {
  description: 'The time to move the clock to.',
  fields: t => ({
    to: t.field({
      type: 'DateTime',
      required: true,
      description:
        'The new time. It must not be before Clock.now, and at most ten years after it, but not after 9999-01-01.',
    }),
  }),
})

const SandboxClockAdvancePayload = builder
  .objectRef<PayloadOf<typeof sandboxClockAdvance>>('SandboxClockAdvancePayload')
  .implement({
    description: 'The clock was moved, and all work that became due is done.',
    fields: t => ({
      clock: t.expose('clock', {
        type: Clock,
        description: 'The clock. Its time is `to` or slightly later, because the clock keeps running.',
      }),
      occurrencesCharged: t.exposeInt('occurrencesCharged', {
        description: 'How many of your schedules’ occurrences were paid while the clock moved.',
      }),
      eventCursor: t.expose('eventCursor', {
        type: 'EventCursor',
        description: 'The end of the event log: all events from this move come before it.',
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
    scope: 'manage',
    description:
      'Sandbox only. Moves the gateway and the simulators forward, and does all work that becomes due before it ' +
      'returns: charges, retries, expiries, status queries and webhooks, each at its time and in order. The clock ' +
      'is shared: other merchants’ work is done as well. Subscribers receive every event. The call can take a ' +
      'while. Outside sandbox mode it returns InvalidState with status NOT_SIMULATED.',
    args: { input: t.arg({ type: SandboxClockAdvanceInput, required: true, description: 'The new time.' }) },
    resolve: (_root, { input }, context) => answer(context, sandboxClockAdvance(context.deps, context.caller, input)),
  }),
)
