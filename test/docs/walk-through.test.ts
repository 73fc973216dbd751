import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Perennial, startPerennial } from '../support/processes.ts'
import { comparable, patternOf, stepsOf, walk } from './walk.ts'

let perennial: Perennial
beforeAll(async () => {
  perennial = await startPerennial()
})
afterAll(() => perennial.cleanUp())

test('the commands of the pages from the first charge on have the output that the pages show', async () => {
  const steps = stepsOf([
    'docs/first-charge.md',
    'docs/tour.md',
    'docs/cards.md',
    'docs/schedules.md',
    'docs/simulators.md',
  ])
  const outputs = await walk(steps, perennial)
  expect(outputs.length).toBe(steps.length)
  for (const [index, { page, commands, shown }] of steps.entries()) {
    const first = commands.split('\n')[0]
    expect(comparable(outputs[index] ?? ''), `${page}: ${first}`).toMatch(patternOf(shown ?? ''))
  }
  expect(steps.filter(({ shown }) => shown !== undefined).length).toBeGreaterThan(15)
})
