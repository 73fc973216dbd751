import { type ClockReading, readClock } from '../../src/operations/sandbox-clock/advance.ts'
import { builder } from '../builder.ts'

// ── Clock

export const Clock = builder.objectRef<ClockReading>('Clock').implement({
  description:
    'The clock that decides when schedules, retries and expiries are due. In sandbox mode you can move it forward.',
  fields: t => ({
    now: t.expose('now', {
      type: 'DateTime',
      description:
        'The gateway’s current time. In sandbox mode it can be ahead of real time, and so can every timestamp in the API.',
    }),
    simulated: t.exposeBoolean('simulated', {
      description:
        'true: sandbox mode, in which sandboxClockAdvance can move the clock. The clock also keeps running at normal speed.',
    }),
  }),
})

// ── Query.clock

builder.queryField('clock', t =>
  t.field({
    type: Clock,
    scope: 'read',
    description: 'The gateway’s clock.',
    resolve: (_root, _arguments, { deps }) => readClock(deps),
  }),
)
