import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyReport } from '../../../../src/domain/charge/report.ts'
import { chargeApply } from '../../../../src/operations/charge/apply.ts'
import type { Deps } from '../../../../src/operations/command/deps.ts'
import { occurrenceRetry } from '../../../../src/operations/schedule/occurrence-retry.ts'
import { aCall, withProvider } from '../../../scenarios/support/providers.ts'
import { createScheduler } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, key, mustSucceed } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { chargesOf, occurrenceId, occurrencesOf, scheduleOf, takenFrom } from '../support/state.ts'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-31T09:00:00Z')
})
afterAll(() => world.close())

/** The provider authorizes and has not captured yet. */
const authorizing = (): Deps =>
  withProvider(world.deps, () => ({
    send: async ({ providerKey: sentReference }) => ({
      outcome: 'approved',
      reports: [
        {
          about: 'charge',
          sentReference,
          operations: [{ kind: 'AUTHORIZATION', status: 'SUCCEEDED', sentReference, amount: 1_000n }],
          complete: false,
        },
      ],
      call: aCall,
    }),
  }))

test('an occurrence whose charge was voided is FAILED, the schedule continues; a retry charges it', async () => {
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '13:00' })
  world.setClock('2027-01-31T13:00:00Z')
  const scheduler = createScheduler(authorizing())
  expect(await scheduler.take()).toBe(1)
  await scheduler.idle()
  expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED AUTHORIZED 1000'])
  const { rows } = await world.database.pool.query<{ id: string }>('SELECT id FROM charges WHERE schedule_id = $1', [
    schedule.id,
  ])
  const voided = { kind: 'VOID', status: 'SUCCEEDED', amount: 1_000n, providerReference: 'void-by-hand' } as const
  await chargeApply(world.deps, {
    tenant: world.caller.tenant,
    chargeId: rows[0]?.id ?? '',
    source: 'WEBHOOK',
    actor: null,
    change: (state, newId) => applyReport(state, { operations: [voided], complete: false }, newId),
  })
  await world.goTo('2027-01-31T14:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 FAILED CHARGE_VOIDED')
  expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')

  mustSucceed(
    await occurrenceRetry(world.deps, world.caller, {
      idempotencyKey: key(),
      occurrenceId: await occurrenceId(world, schedule.id, 0),
    }),
  )
  await world.goTo('2027-01-31T15:00:00Z')
  expect(await chargesOf(world, schedule.id)).toEqual([
    '0.1 SCHEDULED VOIDED 1000',
    '0.2 again after 1 SCHEDULED_RETRY CAPTURED 1000',
  ])
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
  expect(await takenFrom(world, agreement)).toEqual([1_000])
})
