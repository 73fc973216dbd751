import { expect, test } from 'vitest'
import { type Options, readOptions } from '../../../chaos/options.ts'
import { planCharges } from '../../../chaos/plan/plan.ts'
import { planSchedules } from '../../../chaos/plan/schedule-plan.ts'
import { planDisruptions } from '../../../chaos/processes/plan-disruptions.ts'

const options = (...words: string[]): Options => {
  const read = readOptions(words)
  if (read === undefined) throw new Error('not understood')
  return read
}

test('the same seed plans the same run, another seed another', () => {
  const plan = (seed: string) => [
    planCharges(options('--seed', seed)),
    planSchedules(options('--seed', seed)),
    planDisruptions(options('--seed', seed, '--kills', '5')),
  ]
  expect(plan('7')).toEqual(plan('7'))
  expect(plan('7')).not.toEqual(plan('8'))
})

test('the requested numbers of charges, kills and restarts, at both providers or at one, all within the load', () => {
  const given = options('--charges', '400', '--kills', '20')
  const [charges, disruptions] = [planCharges(given), planDisruptions(given)]
  expect(charges.map(({ provider }) => provider).filter(provider => provider === 'APS')).toHaveLength(200)
  expect(new Set(charges.map(({ story }) => story)).size).toBe(10)
  expect(disruptions.filter(({ of }) => of === 'gateway')).toHaveLength(20)
  expect(disruptions.filter(({ of }) => of === 'PostgreSQL')).toHaveLength(4)
  expect(disruptions.every(({ afterCharges }) => afterCharges >= 1 && afterCharges <= 380)).toBe(true)
  const killed = disruptions.flatMap(disruption => (disruption.of === 'gateway' ? [disruption.which] : []))
  expect(killed.filter(which => which === 'all')).toHaveLength(5)
  expect(new Set(killed)).toEqual(new Set(['all', 0, 1]))
  const schedules = planSchedules(given)
  expect(schedules).toHaveLength(40)
  expect(new Set(schedules.map(({ provider, story }) => `${provider} ${story}`)).size).toBe(12)
  const alone = planCharges(options('--provider', 'APS'))
  expect(new Set(alone.map(({ provider }) => provider))).toEqual(new Set(['APS']))
})

test.each([
  [['--charges', '0']],
  [['--charges', 'many']],
  [['--kills', '-1']],
  [['--provider', 'STRIPE']],
  [['--gateways', '0']],
  [['--faults', '1.5']],
  [['--sead', '1']],
])('%j is refused', words => {
  expect(readOptions(words)).toBeUndefined()
})
