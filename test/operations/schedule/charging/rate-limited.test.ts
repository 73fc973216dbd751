import { afterAll, beforeAll, expect, test } from 'vitest'
import { schedulePause } from '../../../../src/operations/schedule/pause.ts'
import { scheduleResume } from '../../../../src/operations/schedule/resume.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, mustSucceed } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { occurrencesOf } from '../support/state.ts'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-31T09:00:00Z')
})
afterAll(() => world.close())

test('tries that the networks’ limits prevented are not declines: when resumed, the policy continues where it was', async () => {
  const agreement = await givenActiveAgreement(world)
  const { id: scheduleId } = await givenSchedule(world, agreement.id, {
    timeOfDay: '13:00',
    retryPolicy: { retryAfterDays: [1, 2, 3, 4], onExhausted: 'CANCEL' },
  })
  world.setClock('2027-02-02T14:00:00Z')
  // The state after three days without room for a try, which made no charge.
  await world.database.pool.query(
    `UPDATE occurrences SET status = 'RETRYING', status_reason = 'RETRY_BUDGET_USED', tries = 3,
       last_tried_at = '2027-02-02T13:00:00Z', next_at = '2027-02-03T13:00:00Z' WHERE schedule_id = $1`,
    [scheduleId],
  )
  mustSucceed(await schedulePause(world.deps, world.caller, { scheduleId }))
  mustSucceed(await scheduleResume(world.deps, world.caller, { scheduleId }))
  expect(await occurrencesOf(world, scheduleId)).toEqual(['0 RETRYING RETRY_BUDGET_USED 2027-02-03T13:00:00.000Z'])
})
