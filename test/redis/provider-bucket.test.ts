import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProviderRegistry, type OpenRegistry } from '../../src/providers/registry.ts'
import { createProviderBucket } from '../../src/redis/provider-bucket.ts'
import { openRedis } from '../../src/redis/redis.ts'
import { full } from '../support/full.ts'
import { type RedisServer, skipsRedisTests, startRedisServer } from '../support/programs/redis-server.ts'
import { eventually } from '../support/until.ts'
import { account } from '../support/world/simulators.ts'
import { charge, control, givenActiveAgreement, ledger } from '../support/world/story.ts'
import { createWorld, type World } from '../support/world/world.ts'

/** The simulator allows twice as many at once. */
const PER_SECOND = 10
const PROCESSES = 3
const CHARGES_EACH = 8

let world: World
/** The harder one in each run. */
const failures = full ? (['killed', 'paused'] as const) : (['paused'] as const)

let server: RedisServer
const opened: { stop(): Promise<void> }[] = []
let answers: string[]

/** Every response of the simulator to a payment request, by status. */
const count = (message: unknown) => {
  const { request, response } = message as {
    request: { path: string; method: string }
    response: { statusCode: number }
  }
  if (request.method === 'POST' && request.path.endsWith('/payment-charges')) answers.push(String(response.statusCode))
}

async function openBucket() {
  const redis = openRedis({ url: server.url, log: world.deps.log, probeKey: 'probe', patienceMs: 60_000 })
  opened.push(redis)
  redis.start()
  await eventually(() => expect(redis.up).toBe(true))
  return createProviderBucket(redis, 'bucket')
}

/** What one process has of its own: its adapters, and its connection to Redis. */
async function openProcess(patienceMs: number): Promise<World> {
  const { log } = world.deps
  const redis = openRedis({ url: server.url, log, probeKey: 'probe', patienceMs })
  const registry: OpenRegistry = createProviderRegistry(
    { ppro: { ...account, baseUrl: `${world.sandbox.url}/ppro`, simulated: true }, aps: undefined },
    { log, sharedBucket: (...names) => createProviderBucket(redis, names.join(' ')) },
  )
  redis.start()
  await eventually(() => expect(redis.up).toBe(true))
  opened.push({ stop: async () => void (await Promise.all([registry.close(), redis.stop()])) })
  return { ...world, deps: { ...world.deps, providers: registry } }
}

/**
 * An agreement, and processes of which the first knows the provider's limit. The provider's bucket is nearly empty, so
 * that each charge from now on waits for its token.
 */
async function givenProcesses(patienceMs: number) {
  const agreement = await givenActiveAgreement(world)
  const processes: World[] = []
  for (let i = 0; i < PROCESSES; i++) processes.push(await openProcess(patienceMs))
  const [first] = processes
  await control(world, 'limits', { provider: 'PPRO', perSecond: PER_SECOND })
  const post = {
    method: 'POST',
    headers: { authorization: `Bearer ${account.apiKey}`, 'merchant-id': account.merchantId },
  }
  const url = `${world.sandbox.url}/ppro/v1/payment-charges`
  await Promise.all(Array.from({ length: 2 * PER_SECOND - 2 }, () => fetch(url, post)))
  if (first) await charge(first, agreement.id, 100n)
  answers = []
  return { agreement, processes }
}

const chargeAll = (processes: readonly World[], agreementId: string) =>
  Promise.all(
    processes.flatMap(process => Array.from({ length: CHARGES_EACH }, () => charge(process, agreementId, 600n))),
  )
const expectCharged = async (made: Awaited<ReturnType<typeof chargeAll>>) => {
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 'CAPTURED'))
  const charges = (await ledger(world)).charges.filter(({ amount }) => amount === 600)
  expect(charges.map(({ captured }) => captured)).toEqual(made.map(() => 600))
}
const refused = () => answers.filter(status => status === '429').length

describe.skipIf(skipsRedisTests(2 + failures.length))("a provider's rate limit over three processes", () => {
  beforeEach(async () => {
    answers = []
    server = await startRedisServer()
    world = await createWorld({ providerDeadlineMs: 20_000, answerWaitMs: 60_000, resendWindowMs: 60_000 })
    subscribe('undici:request:headers', count)
  })
  afterEach(async () => {
    unsubscribe('undici:request:headers', count)
    await Promise.all(opened.splice(0).map(process => process.stop()))
    await world.close()
    await server.kill()
  })

  test('holds with Redis: the provider refuses nothing, and each charge is one request', async () => {
    const { agreement, processes } = await givenProcesses(60_000)
    await expectCharged(await chargeAll(processes, agreement.id))
    expect([refused(), answers.length]).toEqual([0, PROCESSES * CHARGES_EACH])
  })

  test('is one bucket: what one process has seen and taken counts in another, until Redis forgets it', async () => {
    const [one, other] = [await openBucket(), await openBucket()]
    expect(await other.reserve(0)).toBe(undefined)
    await one.observe({ remaining: 3, perSecond: 0.001, capacity: 10 })
    const now = { admitted: true, waitMs: 0 }
    expect([await other.reserve(0), await one.reserve(0), await other.reserve(0)]).toEqual([now, now, now])
    const refused = await one.reserve(900_000)
    expect(refused?.admitted).toBe(false)
    // A token comes back in 1,000 s: the next call reserves it, and the one after it would wait twice as long.
    expect((await other.reserve(1_000_000))?.admitted).toBe(true)
    expect((await one.reserve(1_000_000))?.admitted).toBe(false)
    // The provider's count only lowers ours.
    await one.observe({ remaining: 9, perSecond: 0.001, capacity: 10 })
    expect((await other.reserve(0))?.admitted).toBe(false)
    await server.ask('FLUSHALL')
    expect(await one.reserve(0)).toBe(undefined)
  })

  test.each(failures)('Redis %s meanwhile: each charge is made once', async how => {
    const { agreement, processes } = await givenProcesses(50)
    const all = chargeAll(processes, agreement.id)
    await eventually(() => expect(answers.length).toBeGreaterThan(2))
    if (how === 'killed') await server.kill()
    else server.pause()
    await expectCharged(await all)
  })
})
