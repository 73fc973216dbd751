import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveOperation } from '../../../../src/domain/charge/transition.ts'
import { chargeApply } from '../../../../src/operations/charge/apply.ts'
import { scheduleCancel } from '../../../../src/operations/schedule/cancel.ts'
import { occurrenceRetry } from '../../../../src/operations/schedule/occurrence-retry.ts'
import { createScheduler } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, key, mustSucceed } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrenceId, occurrencesOf } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

const BEGIN = '2027-01-31T09:00:00Z'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN)
})
afterAll(() => world.close())

const given = { timeOfDay: '13:00', retryPolicy: { retryAfterDays: [1, 3, 7], onExhausted: 'PAUSE' } } as const

/** The provider reports that a failed try was authorized. */
async function foundAuthorized(scheduleId: string, attemptNumber: number): Promise<void> {
  const { rows } = await world.database.pool.query<{ charge: string; operation: string }>(
    `SELECT c.id AS charge, o.id AS operation FROM charges c JOIN charge_operations o ON o.charge_id = c.id
     WHERE c.schedule_id = $1 AND c.attempt_number = $2`,
    [scheduleId, attemptNumber],
  )
  const [{ charge, operation } = { charge: '', operation: '' }] = rows
  await chargeApply(world.deps, {
    tenant: world.caller.tenant,
    chargeId: charge,
    source: 'WEBHOOK',
    actor: null,
    change: state => moveOperation(state, operation, { status: 'SUCCEEDED' }),
  })
}

test.each([1, 2])(
  'try %i of two that failed is reported as paid: no further try until an operator has decided',
  async attemptNumber => {
    world.setClock(BEGIN)
    const agreement = await givenActiveAgreement(world)
    const schedule = await givenSchedule(world, agreement.id, given)
    await itsNextCharges(world, agreement, Array(2).fill('INSUFFICIENT_FUNDS'))
    await world.goTo('2027-02-02T00:00:00Z')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-02-03T13:00:00.000Z')
    await foundAuthorized(schedule.id, attemptNumber)
    world.setClock('2027-02-03T13:00:00Z')
    const scheduler = createScheduler(world.deps)
    expect(await scheduler.take()).toBe(1)
    await scheduler.idle()
    expect(await chargesOf(world, schedule.id)).toHaveLength(2)
    expect(await atProvider(world, agreement)).toHaveLength(2)
    const retried = await occurrenceRetry(world.deps, world.caller, {
      idempotencyKey: key(),
      occurrenceId: await occurrenceId(world, schedule.id, 0),
    })
    expect(retried).toMatchObject({ ok: false, error: { code: 'INVALID_STATE' } })
    expect(await atProvider(world, agreement)).toHaveLength(2)
    mustSucceed(await scheduleCancel(world.deps, world.caller, { scheduleId: schedule.id }))
  },
)
