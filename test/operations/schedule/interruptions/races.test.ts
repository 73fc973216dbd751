import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Deps } from '../../../../src/operations/command/deps.ts'
import { scheduleUpdate } from '../../../../src/operations/schedule/update.ts'
import { findSchedule } from '../../../../src/store/sql/find-rows.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, mustSucceed, usd } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-31T09:00:00Z')
})
afterAll(() => world.close())

/** Operations that run something else once before their next transaction. */
function overtakenBy(other: () => Promise<unknown>): Deps {
  const { database } = world
  let overtaken = false
  return {
    ...world.deps,
    database: {
      ...database,
      async transaction(work, options) {
        if (!overtaken) {
          overtaken = true
          await other()
        }
        return database.transaction(work, options)
      },
    },
  }
}

test('a change that is overtaken by a move to another agreement does not move the schedule back', async () => {
  const agreement = await givenActiveAgreement(world)
  const newCard = await givenActiveAgreement(world, { consumerId: agreement.consumerId })
  const { id: scheduleId } = await givenSchedule(world, agreement.id)
  const update = (deps: Deps, change: object) => scheduleUpdate(deps, world.caller, { scheduleId, ...change })
  const move = async () => mustSucceed(await update(world.deps, { agreementId: newCard.id }))
  const described = await update(overtakenBy(move), { description: 'Gold' })
  expect(described).toMatchObject({ ok: true, payload: { schedule: { description: 'Gold', agreementId: newCard.id } } })
  expect((await findSchedule(world.database, world.caller.tenant, scheduleId))?.agreementId).toBe(newCard.id)
})

test('a new amount is checked against the schedule’s current agreement: if a move overtakes it, it is refused', async () => {
  const agreement = await givenActiveAgreement(world)
  const newCard = await givenActiveAgreement(world, {
    consumerId: agreement.consumerId,
    agreedAmount: usd(2_000n),
    amountRule: 'MAX',
  })
  const { id: scheduleId } = await givenSchedule(world, agreement.id)
  const update = (deps: Deps, change: object) => scheduleUpdate(deps, world.caller, { scheduleId, ...change })
  const move = async () => mustSucceed(await update(world.deps, { agreementId: newCard.id }))
  const raised = await update(overtakenBy(move), { amount: usd(6_000n) })
  expect(raised).toMatchObject({ ok: false, error: { code: 'INVALID_STATE' } })
  const found = await findSchedule(world.database, world.caller.tenant, scheduleId)
  expect(found).toMatchObject({ agreementId: newCard.id, amount: 1_000n })
})
