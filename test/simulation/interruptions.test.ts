import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyStep, type Interrupted, sampleOfSteps } from '../../simulation/interruptions/every-step.ts'
import { races } from '../../simulation/interruptions/races.ts'
import { runRaces, sampleOfRaces } from '../../simulation/interruptions/run-race.ts'
import { stories } from '../../simulation/interruptions/stories.ts'
import { full } from '../support/full.ts'
import { type OpenSimulation, openSimulation } from './support/open-simulation.ts'

let simulation: OpenSimulation
beforeAll(async () => {
  simulation = await openSimulation()
})
afterAll(() => simulation.close())

/** The failures, by the run's name, and the number of runs, so that none is left out by mistake. */
function collected() {
  const failed: Record<string, readonly string[]> = {}
  const names: string[] = []
  const onRun = ({ name, outcome }: Interrupted) => {
    names.push(name)
    if (outcome.violations.length > 0) failed[name] = outcome.violations
  }
  return { failed, names, onRun }
}

test('a fault at every step of a story loses nothing (scenario 3)', { timeout: 2_400_000 }, async () => {
  const { failed, names, onRun } = collected()
  await (full ? everyStep : sampleOfSteps)(simulation.connections, onRun)
  expect(failed).toEqual({})
  expect(new Set(names.map(name => name.split(',')[0])).size).toBe(stories.length)
})

test('races: any second piece of work after any step of the first (scenario 5)', { timeout: 600_000 }, async () => {
  const { failed, names, onRun } = collected()
  await (full ? runRaces : sampleOfRaces)(simulation.connections, onRun)
  expect(failed).toEqual({})
  expect(new Set(names.map(name => name.split(', the second')[0])).size).toBe(races.length)
})
