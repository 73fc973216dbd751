import { expect } from 'vitest'
import { askAboutAgreement, establish, revoke } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import { askAboutCharge, charge, chargeCommand, operate } from '../charge-steps.ts'

/** A story with all data that an adapter might leak. */
async function tellStory(bench: Bench): Promise<readonly string[]> {
  const agreement = await establish(bench)
  const { account } = await charge(bench, agreement)
  await operate(bench, account, 'refund', 2000n)
  await bench.control.outcomes('charge', ['INSUFFICIENT_FUNDS', 'UNPUBLISHED_REASON'])
  await charge(bench, agreement)
  for (const fault of ['malformedAnswer', 'error500AfterEffect', 'dropAfterEffect'] as const) {
    await bench.control.faults([fault])
    await charge(bench, agreement)
    await askAboutCharge(bench, account)
    await askAboutAgreement(bench, agreement)
  }
  await bench.control.reset()
  const command = chargeCommand(bench, agreement)
  await bench.withConnection({ strange: 'credentials' }, async other => {
    const prepared = other.prepare(command)
    if (prepared.ok) await bench.send(prepared.request, other)
  })
  for (const delivery of bench.mailbox.deliveries) {
    bench.receive(bench.simulation.wire.webhooks.tamper(delivery))
    bench.receive(delivery)
  }
  await revoke(bench, agreement)
  return agreement.instrument ? [agreement.instrument.token] : []
}

const asText = (value: unknown) =>
  JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? part.toString() : part))

export const secrecy: ConformanceTopic = {
  name: 'secrecy',
  cases: [
    {
      name: 'no credential, token, card number or personal data in call records and logs',
      run: async bench => {
        const { name, email, phone } = bench.simulation.method.consumer
        const tokens = await tellStory(bench)
        const told = asText([bench.calls, bench.lines])
        const secrets = [...bench.simulation.secrets, ...tokens, name, email, phone].filter(secret => secret !== null)
        expect(secrets.filter(secret => told.includes(secret))).toEqual([])
        expect(bench.calls.length).toBeGreaterThan(10)
      },
    },
    {
      name: 'a call record has what an operator needs: a summary in one line, the duration, the status',
      run: async bench => {
        const { answer } = await charge(bench, await establish(bench))
        expect(answer.call).toEqual({
          httpStatus: 200,
          summary: expect.stringMatching(/^200, [\x20-\x7e]{1,200}$/),
          durationMs: expect.any(Number),
        })
      },
    },
  ],
}
