import { afterAll, beforeAll, expect, test } from 'vitest'
import { queues } from '../../src/store/work-queue/queues.ts'
import { createWorker } from '../../src/workers/worker.ts'
import { givenActiveAgreement } from '../support/world/story.ts'
import { createWorld, type World } from '../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test('what a stopping worker cannot finish can be claimed by another one at once', async () => {
  const agreement = await givenActiveAgreement(world)
  await world.quiet()
  await world.database.pool.query(`UPDATE agreements SET ends_at = now() - interval '1 minute'`)
  const claimed: string[] = []
  const never = Promise.withResolvers<void>()
  const worker = () =>
    createWorker(world.deps, 'test', {
      queue: queues.expiry,
      atOnce: 1,
      work: (_, { id }) => {
        claimed.push(id)
        return never.promise
      },
    })
  const [stopping, other] = [worker(), worker()]
  expect(await stopping.take()).toBe(1)
  expect(await other.take()).toBe(0)
  expect(await stopping.release()).toBe(1)
  expect(await other.take()).toBe(1)
  expect(claimed).toEqual([agreement.id, agreement.id])
  never.resolve()
  await Promise.all([stopping.idle(), other.idle()])
})
