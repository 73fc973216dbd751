import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemTime } from '../../../../src/base/time/real-time.ts'
import { createPatience } from '../../../../src/operations/sandbox-clock/time.ts'
import { createWorkers } from '../../../../src/workers/due-work.ts'
import { settleDue } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { occurrencesOf } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-31T09:00:00Z')
})
afterAll(() => world.close())

/** One more than are settled at once. */
const COUNT = 21

test('occurrences that cannot be settled (their time zone is no longer known) delay neither others nor the clock', async () => {
  const agreement = await givenActiveAgreement(world)
  const ids: string[] = []
  for (let made = 0; made < COUNT; made++)
    ids.push((await givenSchedule(world, agreement.id, { timeOfDay: '13:00', maxOccurrences: 1 })).id)
  await itsNextCharges(world, agreement, Array(COUNT).fill('INSUFFICIENT_FUNDS'))
  await world.goTo('2027-01-31T13:00:00Z')
  const { rows } = await world.database.pool.query<{ id: string; schedule: string }>(
    `SELECT id, schedule_id AS schedule FROM occurrences WHERE schedule_id = ANY ($1) ORDER BY id`,
    [ids],
  )
  const sound = rows.at(-1)?.schedule ?? ''
  // Their state between the end of their charges and their own.
  await world.database.pool.query(
    `UPDATE occurrences SET status = 'PROCESSING', status_reason = NULL, next_at = NULL WHERE schedule_id = ANY ($1)`,
    [ids],
  )
  await world.database.pool.query(`UPDATE schedules SET time_zone = 'Mars/Olympus' WHERE id = ANY ($1) AND id <> $2`, [
    ids,
    sound,
  ])
  const claimed = [await settleDue(world.deps), await settleDue(world.deps), await settleDue(world.deps)]
  expect((await occurrencesOf(world, sound))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-02-01T13:00:00.000Z')
  expect(claimed).toEqual([COUNT - 1, 1, 0])

  const by = createWorkers(world.deps, { settled: () => world.settled() })
  const patience = createPatience(systemTime, 200)
  let nextDue: Date | null = null
  while (nextDue === null) nextDue = (await by.runDue(patience)).nextDue
  expect(nextDue > world.now()).toBe(true)
})
