import { expect, vi } from 'vitest'
import { ChargeAccount } from '../accounts.ts'
import { AMOUNT, create, establish, money, revocationCommand } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import { chargeCommand, operationCommand } from '../charge-steps.ts'
import { deepFreeze } from '../deep-freeze.ts'

/** One command of each verb. */
async function everyCommand(bench: Bench) {
  const agreement = await establish(bench)
  const { command } = await create(bench, { amount: AMOUNT })
  const account = new ChargeAccount(money(bench), bench.reference())
  const movements = (['capture', 'refund', 'void'] as const).map(verb => operationCommand(bench, account, verb, AMOUNT))
  return [command, chargeCommand(bench, agreement), revocationCommand(bench, agreement), ...movements]
}

export const requests: ConformanceTopic = {
  name: 'requests',
  cases: [
    {
      name: 'prepare is pure: the same bytes on another day and in another process, the command unchanged, nothing sent',
      run: async bench => {
        const commands = await everyCommand(bench)
        const before = bench.relay.requests.length
        const first = commands.map(command => bench.provider.prepare(deepFreeze(command)))
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 40 * 86_400_000 })
        try {
          expect(commands.map(command => bench.provider.prepare(structuredClone(command)))).toEqual(first)
          const other = bench.withConnection({}, async provider => commands.map(command => provider.prepare(command)))
          expect(await other).toEqual(first)
        } finally {
          vi.useRealTimers()
        }
        expect(bench.relay.requests.length).toBe(before)
      },
    },
    {
      name: 'prepare keeps the verb, our reference and the key of the provider request',
      run: async bench => {
        for (const command of await everyCommand(bench)) {
          const prepared = bench.provider.prepare(command)
          if (!prepared.ok) {
            expect([command.verb, prepared.error.code]).toEqual([command.verb, 'UNSUPPORTED_BY_PROVIDER'])
            continue
          }
          const { verb, providerKey, sentReference } = command
          expect(prepared.request).toMatchObject({ verb, providerKey, expected: { sentReference } })
        }
      },
    },
    {
      name: 'the sent request is the prepared one, to the byte, once',
      run: async bench => {
        const request = bench.prepare(chargeCommand(bench, await establish(bench)))
        const before = bench.relay.requests.length
        await bench.send(request)
        const [sent, ...others] = bench.relay.requests.slice(before)
        expect(sent).toMatchObject({ method: request.method, body: request.body })
        expect(sent?.path.endsWith(request.path)).toBe(true)
        expect(others).toEqual([])
      },
    },
    {
      name: 'the adapter itself never repeats a request without a response: one request',
      run: async bench => {
        const request = bench.prepare(chargeCommand(bench, await establish(bench)))
        await bench.control.faults(['dropBeforeEffect'])
        const before = bench.relay.requests.length
        expect((await bench.send(request)).outcome).toBe('unknown')
        expect(bench.relay.requests.length - before).toBe(1)
      },
    },
    {
      name: 'a stored request that was damaged: an outcome, never an exception; nothing charged',
      run: async bench => {
        const command = chargeCommand(bench, await establish(bench))
        const damaged = { ...bench.prepare(command), body: '{"amount' }
        expect(['declined', 'unknown']).toContain((await bench.send(damaged)).outcome)
        expect(await bench.charged(command.sentReference)).toBeUndefined()
      },
    },
  ],
}
