import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestOf } from '../../simulation/checks/digest.ts'
import { runSeed } from '../../simulation/run-seed.ts'
import { full } from '../support/full.ts'
import { type OpenSimulation, openSimulation } from './support/open-simulation.ts'

const FIRST = 1
const COUNT = full ? 300 : 4

let simulation: OpenSimulation
beforeAll(async () => {
  simulation = await openSimulation()
})
afterAll(() => simulation.close())

test(`seeds ${FIRST} to ${FIRST + COUNT - 1} keep every invariant (scenario 4)`, {
  timeout: 20_000 * COUNT,
}, async () => {
  const failed: Record<number, readonly string[]> = {}
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    const { violations } = await runSeed(simulation.connections, seed)
    if (violations.length > 0) failed[seed] = violations
  }
  expect(failed).toEqual({})
})

test('the same seed makes the same choices, and ends with the same records, to the byte (scenario 4)', async () => {
  const first = await runSeed(simulation.connections, 7)
  await runSeed(simulation.connections, 8)
  const second = await runSeed(simulation.connections, 7)
  expect(second.trace).toEqual(first.trace)
  expect(second.records).toEqual(first.records)
  expect(digestOf(second)).toBe(digestOf(first))
  expect(first.steps).toBeGreaterThan(100)
})
