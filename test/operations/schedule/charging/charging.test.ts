import { afterAll, beforeAll, expect, test } from 'vitest'
import { createScheduler } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, occurrencesOf, stepsOf } from '../support/state.ts'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-15T12:00:00Z')
})
afterAll(async () => {
  expect(world.complaints).toEqual([])
  await world.close()
})

test('an occurrence is charged once when it is due, not a millisecond before, and the next one is upcoming', async () => {
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '13:00' })
  expect(await occurrencesOf(world, schedule.id)).toEqual(['0 UPCOMING 2027-01-15T13:00:00.000Z'])
  const schedulers = [createScheduler(world.deps), createScheduler(world.deps)]
  const take = async () => {
    const taken = await Promise.all(schedulers.map(scheduler => scheduler.take()))
    await Promise.all(schedulers.map(scheduler => scheduler.idle()))
    return taken.toSorted()
  }
  world.setClock('2027-01-15T12:59:59.999Z')
  expect(await take()).toEqual([0, 0])
  world.setClock('2027-01-15T13:00:00.000Z')
  expect(await take()).toEqual([0, 1])
  expect(await take()).toEqual([0, 0])
  expect(await occurrencesOf(world, schedule.id)).toEqual(['0 PAID', '1 UPCOMING 2027-02-15T13:00:00.000Z'])
  expect(await stepsOf(world, schedule.id)).toEqual([
    '2027-01-15T12:00:00.000Z created → ACTIVE',
    '2027-01-15T13:00:00.000Z occurrence_processing 0',
    '2027-01-15T13:00:00.000Z occurrence_paid 0',
  ])
  expect(await atProvider(world, agreement)).toMatchObject([{ amount: 1_000, captured: 1_000 }])
})
