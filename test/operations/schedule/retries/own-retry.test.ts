import { afterAll, beforeAll, expect, test } from 'vitest'
import { chargeCreate } from '../../../../src/operations/charge/create.ts'
import { scheduleUpdate } from '../../../../src/operations/schedule/update.ts'
import { until } from '../../../support/until.ts'
import { createScheduler } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, key, mustSucceed, usd } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { chargesOf, takenFrom } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

const BEGIN = '2027-01-31T09:00:00Z'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN)
})
afterAll(() => world.close())

const chargeAgain = (agreementId: string, retryOf: string) =>
  chargeCreate(world.deps, world.caller, { idempotencyKey: key(), agreementId, amount: usd(1_000n), retryOf })

test.each([
  ['an occurrence’s charge that was declined', 1],
  ['their own retry of it', 2],
] as const)(
  'a merchant retries %s while the scheduler retries it under a new agreement: paid once',
  async (_, declines) => {
    world.setClock(BEGIN)
    const agreement = await givenActiveAgreement(world)
    const newCard = await givenActiveAgreement(world, { consumerId: agreement.consumerId })
    const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '13:00' })
    await itsNextCharges(world, agreement, Array(declines).fill('INSUFFICIENT_FUNDS'))
    await world.goTo('2027-01-31T14:00:00Z')
    const { rows } = await world.database.pool.query<{ id: string }>('SELECT id FROM charges WHERE schedule_id = $1', [
      schedule.id,
    ])
    let declined = rows[0]?.id ?? ''
    if (declines > 1) declined = mustSucceed(await chargeAgain(agreement.id, declined)).charge.id
    mustSucceed(await scheduleUpdate(world.deps, world.caller, { scheduleId: schedule.id, agreementId: newCard.id }))
    world.setClock('2027-02-01T13:00:00Z')

    // Every writer of a charge of this consumer waits for this.
    const holder = await world.database.pool.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM consumers WHERE id = $1 FOR UPDATE', [agreement.consumerId])
    const byMerchant = chargeAgain(agreement.id, declined)
    await someWait(1)
    const scheduler = createScheduler(world.deps)
    expect(await scheduler.take()).toBe(1)
    await someWait(2)
    await holder.query('COMMIT')
    holder.release()

    expect(mustSucceed(await byMerchant).charge.status).toBe('CAPTURED')
    await scheduler.idle()
    expect(await takenFrom(world, agreement)).toEqual([1_000])
    expect(await takenFrom(world, newCard)).toEqual([])
    expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000'])
  },
)

/** Without notifications about earlier charges, which can wait for the consumer too. */
const someWait = (count: number) =>
  until(`${count} to wait for a lock`, async () => {
    const { rows } = await world.database.pool.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
       AND query NOT LIKE '%UPDATE provider_events%'`,
    )
    return rows.length === count
  })
