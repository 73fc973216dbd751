import { type ClockReading, readClock } from '../../src/operations/sandbox-clock/advance.ts'
import { builder } from '../builder.ts'

// ── Clock

export const Clock = builder.objectRef<ClockReading>('Clock').implement({
  description:
    'The time by which schedules, retries and expiries are decided. In sandbox mode it can be moved forward.',
  fields: t => ({
    now: t.expose('now', {
      type: 'DateTime',
      description:
        'The time as it is here. In sandbox mode it may be ahead of real time, and so is every timestamp that is shown.',
    }),
    simulated: t.exposeBoolean('simulated', {
      description: 'True in sandbox mode: sandboxClockAdvance moves it. It goes on by itself all the same.',
    }),
  }),
})

// ── Query.clock

builder.queryField('clock', t =>
  t.field({
    type: Clock,
    description: 'The clock that everything here goes by.',
    resolve: (_root, _arguments, { deps }) => readClock(deps),
  }),
)
