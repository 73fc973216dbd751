import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultRetryPolicy } from '../../../../src/domain/schedule/retry-policy.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, key } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-31T09:00:00Z')
})
afterAll(() => world.close())

test('a schedule requested again with the defaults written out: the same request', async () => {
  const { id: agreementId } = await givenActiveAgreement(world)
  const idempotencyKey = key()
  const first = await givenSchedule(world, agreementId, { idempotencyKey })
  for (const said of [
    { intervalCount: 1 },
    { timeZone: 'UTC' },
    { retryPolicy: null },
    { retryPolicy: defaultRetryPolicy },
  ])
    expect((await givenSchedule(world, agreementId, { idempotencyKey, ...said })).id).toBe(first.id)
  const other = { retryPolicy: { ...defaultRetryPolicy, onExhausted: 'CANCEL' } } as const
  await expect(givenSchedule(world, agreementId, { idempotencyKey, ...other })).rejects.toThrow('IDEMPOTENCY_CONFLICT')
})
