import { expect } from 'vitest'
import { requestOf } from '../../../support/commands.ts'
import { establish } from '../../agreement-steps.ts'
import { type Bench, deadline } from '../../bench.ts'
import type { ConformanceTopic } from '../../case.ts'
import { charge, chargeCommand } from '../../charge-steps.ts'
import { expectNothingCharged } from '../../expectations.ts'
import { refusingOrigin } from '../../refusing-origin.ts'

/** As the circuit breaker counts them. */
const FAILURES_THAT_OPEN = 12

/** More at once than a bucket of this rate holds. All go out together, before an answer says how full it is: none waits. */
const BURST = { perSecond: 5, size: 40, deadlineMs: 20_000 }

/** A status query that gets a response: only a provider that was really queried may say "absent". */
function questionAboutNothing(bench: Bench) {
  return { about: 'charge', providerReference: null, sentReference: bench.reference() } as const
}

export const refusedConnections: ConformanceTopic = {
  name: 'requests that certainly had no effect',
  cases: [
    {
      name: 'over the rate limit: each charged once, or certainly not at all, with the time of the next send',
      run: async bench => {
        const agreement = await establish(bench)
        await bench.control.limit(BURST.perSecond)
        const commands = Array.from({ length: BURST.size }, () => chargeCommand(bench, agreement))
        // A connection of its own: an adapter remembers the state of the bucket.
        const answers = await bench.withConnection({}, other =>
          Promise.all(commands.map(command => other.send(bench.prepare(command), { deadlineMs: BURST.deadlineMs }))),
        )
        expect(answers.map(({ outcome }) => outcome)).toContain('notSent')
        for (const [index, answer] of answers.entries()) {
          const row = await bench.charged(commands[index]?.sentReference ?? '')
          expect([answer.outcome, row?.status]).toEqual(row ? ['approved', 'CAPTURED'] : ['notSent', undefined])
          if (answer.outcome === 'notSent') expect(answer.retryAfterMs).toBeGreaterThan(0)
        }
      },
    },
    {
      name: 'no connection: not sent, nothing charged',
      run: async bench => {
        const command = chargeCommand(bench, await establish(bench))
        const { outcome } = await bench.withConnection({ origin: await refusingOrigin() }, other =>
          bench.send(bench.prepare(command), other),
        )
        expect(outcome).toBe('notSent')
        expect(await bench.charged(command.sentReference)).toBeUndefined()
      },
    },
    {
      name: 'no connection: a status query is unknown, never absent',
      run: async bench => {
        const question = questionAboutNothing(bench)
        const { found } = await bench.withConnection({ origin: await refusingOrigin() }, other =>
          bench.queryStatus(question, other),
        )
        expect(found).toBe('unknown')
      },
    },
    {
      name: 'wrong credentials: no effect, reported to the operator without their values, nothing charged',
      run: async bench => {
        const command = chargeCommand(bench, await establish(bench))
        const answer = await bench.withConnection({ strange: 'credentials' }, other =>
          bench.send(requestOf(other.prepare(command)), other),
        )
        expect(answer).toMatchObject(bench.simulation.wire.wrongCredentials)
        // The response refuses the request, and says nothing about the charge.
        expect(answer).not.toHaveProperty('reports')
        expect(bench.lines.map(({ level }) => level)).toContain('warn')
        await expectNothingCharged(bench, command.sentReference)
      },
    },
    {
      name: 'wrong credentials: a status query is unknown, never absent',
      run: async bench => {
        const question = questionAboutNothing(bench)
        const { found } = await bench.withConnection({ strange: 'credentials' }, other =>
          bench.queryStatus(question, other),
        )
        expect(found).toBe('unknown')
      },
    },
    {
      name: 'a provider that does not answer: after a number of failures nothing is sent for a while, and its health says so',
      run: async bench => {
        const agreement = await establish(bench)
        const command = chargeCommand(bench, agreement)
        await bench.withConnection({ origin: await refusingOrigin() }, async other => {
          const request = bench.prepare(command)
          for (let call = 0; call < FAILURES_THAT_OPEN; call++) {
            expect(other.health().circuit).toBe('CLOSED')
            await other.send(request, deadline)
          }
          expect(other.health()).toMatchObject({ circuit: 'OPEN', successRate: 0 })
          expect(other.health().retryAfter).toBeInstanceOf(Date)
          const answer = await other.send(request, deadline)
          expect(answer).toMatchObject({ outcome: 'notSent', retryAfterMs: expect.any(Number) })
        })
      },
    },
    {
      name: 'a provider that works: its health says so, declines included',
      run: async bench => {
        const agreement = await establish(bench)
        await bench.withConnection({}, async other => {
          expect(other.health()).toMatchObject({ circuit: 'CLOSED', successRate: null, p95LatencyMs: null })
          await bench.control.outcomes('charge', ['INSUFFICIENT_FUNDS'])
          const declined = await bench.send(bench.prepare(chargeCommand(bench, agreement)), other)
          expect(declined.outcome).toBe('declined')
          expect(other.health()).toMatchObject({ circuit: 'CLOSED', successRate: 1, lastFailureAt: null })
        })
        expect((await charge(bench, agreement)).answer.outcome).toBe('approved')
      },
    },
  ],
}
