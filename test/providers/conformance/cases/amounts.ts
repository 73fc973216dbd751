import { expect } from 'vitest'
import { currencyExponent } from '../../../../src/base/currency.ts'
import { MAX_MINOR_UNITS } from '../../../../src/base/money.ts'
import { establish } from '../agreement-steps.ts'
import type { Bench } from '../bench.ts'
import type { ConformanceTopic } from '../case.ts'
import { chargeCommand, operationCommand } from '../charge-steps.ts'

async function exact(bench: Bench, exponent: 0 | 2 | 3): Promise<void> {
  const taken = bench.simulation.currencies[exponent]
  if (taken === null) {
    const listed = bench.provider.capabilities.flatMap(({ currencies }) => currencies ?? [])
    return expect(listed.filter(currency => currencyExponent(currency) === exponent)).toEqual([])
  }
  const { currency } = taken
  expect(currencyExponent(currency)).toBe(exponent)
  const over = bench.over(taken)
  const agreement = await establish(over)
  for (const value of [1000n, 1001n, 299_990n]) {
    const command = chargeCommand(over, agreement, { amount: value })
    const request = bench.prepare(command)
    expect(bench.simulation.wire.amountIn(request)).toBe(value.toString())
    expect((await bench.send(request)).outcome).toBe('approved')
    expect(await bench.charged(command.sentReference)).toMatchObject({ amount: value, currency, captured: value })
  }
}

export const amounts: ConformanceTopic = {
  name: 'amounts',
  cases: [
    { name: 'a currency without decimals: exact (or no method takes one)', run: bench => exact(bench, 0) },
    { name: 'a currency with two decimals: exact', run: bench => exact(bench, 2) },
    { name: 'a currency with three decimals: exact (or no method takes one)', run: bench => exact(bench, 3) },
    {
      name: 'the largest that our API accepts: to the digit, or refused by name; never rounded (scenario 20)',
      run: async bench => {
        const agreement = await establish(bench)
        for (const amount of [MAX_MINOR_UNITS, MAX_MINOR_UNITS - 1n, 9_999_999_999n]) {
          const prepared = bench.provider.prepare(chargeCommand(bench, agreement, { amount }))
          if (prepared.ok) expect(bench.simulation.wire.amountIn(prepared.request)).toBe(amount.toString())
          else expect(['AMOUNT_UNSUPPORTED', 'INVALID_INPUT']).toContain(prepared.error.code)
        }
      },
    },
    {
      name: 'of a refund: to the digit',
      run: async bench => {
        const account = { providerReference: '1', sentReference: bench.reference() }
        const request = bench.prepare(operationCommand(bench, account, 'refund', 1001n))
        expect(bench.simulation.wire.amountIn(request)).toBe('1001')
      },
    },
  ],
}
