import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../src/base/log/log.ts'
import type { Limiter, Policy } from '../../src/http/quotas/limiter.ts'
import { createSharedLimiter } from '../../src/http/quotas/shared-limiter.ts'
import { createTokenBuckets } from '../../src/http/quotas/token-buckets.ts'
import { createNames } from '../../src/redis/names.ts'
import { createQuotaBuckets } from '../../src/redis/quota-buckets.ts'
import { openRedis, type Redis } from '../../src/redis/redis.ts'
import { type RedisServer, skipsRedisTests, startRedisServer } from '../support/programs/redis-server.ts'
import { eventually } from '../support/until.ts'

const log = createLog({ level: 'silent', program: 'test' })
const secret = randomBytes(32)
const ADDRESS = '198.51.100.77'

/** Nearly nothing comes back while a test runs, however slow the machine is. */
const policyOf = (quota: number, name = 'test'): Policy => ({ name, quota, perSecond: 0.001 })

let server: RedisServer
const opened: Redis[] = []

/** The limiter of one process. */
async function startLimiter({ patienceMs = 60_000 } = {}): Promise<Limiter> {
  const redis = openRedis({ url: server.url, log, probeKey: 'probe', patienceMs })
  opened.push(redis)
  redis.start()
  await eventually(() => expect(redis.up).toBe(true))
  const limiter = createSharedLimiter(createQuotaBuckets(redis, createNames(secret)), createTokenBuckets())
  // Redis knows the script from then on.
  await takeOne(limiter, policyOf(1, 'first'))
  return limiter
}
const takeOne = async (limiter: Limiter, policy: Policy, points = 1, key = 'a') => {
  const { ok, remaining } = await limiter.take([{ policy, key }], points)
  return [ok, remaining]
}
/** How often Redis has run the script. */
const roundTrips = async () =>
  Number(/cmdstat_evalsha:calls=(\d+)/.exec(String(await server.ask('INFO', 'commandstats')))?.[1])

describe.skipIf(skipsRedisTests(7))('quotas over two processes', () => {
  beforeEach(async () => {
    server = await startRedisServer()
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(redis => redis.stop()))
    await server.kill()
  })

  test('a small quota is exact: both together get it, and the next is refused in each', async () => {
    const [one, other] = [await startLimiter(), await startLimiter()]
    const policy = policyOf(5)
    const taken = []
    for (const limiter of [one, other, one, one, other]) taken.push(await takeOne(limiter, policy))
    expect(taken).toEqual([4, 3, 2, 1, 0].map(left => [true, left]))
    for (const limiter of [one, other]) {
      const verdict = await limiter.take([{ policy, key: 'a' }], 1)
      expect(verdict).toMatchObject({ ok: false, policy, remaining: 0 })
      // A whole point comes back in 1,000 s.
      expect(verdict.retryAfterMs).toBeGreaterThan(0)
      expect(verdict.retryAfterMs).toBeLessThanOrEqual(1_000_000)
    }
    expect(await takeOne(one, policy, 1, 'b')).toEqual([true, 4])
  })

  test('a large quota is taken in leases: not one point more passes, and few operations ask Redis', async () => {
    const limiters = [await startLimiter(), await startLimiter()]
    const policy = policyOf(1_000)
    const before = await roundTrips()
    let passed = 0
    for (let i = 0; i < 1_000; i++) for (const limiter of limiters) if ((await takeOne(limiter, policy))[0]) passed += 1
    expect(passed).toBe(1_000)
    // 100 leases of ten points; then each is refused once, and knows for how long.
    expect((await roundTrips()) - before).toBe(100 + 2)
  })

  test('many at once take as many as there are', async () => {
    const limiters = [await startLimiter(), await startLimiter()]
    const policy = policyOf(1_000)
    const all = await Promise.all(
      limiters.flatMap(limiter => Array.from({ length: 750 }, () => takeOne(limiter, policy))),
    )
    // Points that one process has leased are not there for the other: at most a hundredth of the quota each.
    const passed = all.filter(([ok]) => ok).length
    expect([passed <= 1_000, passed >= 1_000 - 2 * 10]).toEqual([true, true])
  })

  test('of several rates all are taken, or none', async () => {
    const [one, other] = [await startLimiter(), await startLimiter()]
    const [wide, narrow] = [policyOf(100, 'wide'), policyOf(2, 'narrow')]
    const takings = [wide, narrow].map(policy => ({ policy, key: 'a' }))
    const results = []
    for (const limiter of [one, other, one]) results.push(await limiter.take(takings, 1))
    expect(results.map(({ ok, policy, remaining }) => [ok, policy.name, remaining])).toEqual([
      [true, 'narrow', 1],
      [true, 'narrow', 0],
      [false, 'narrow', 0],
    ])
    expect(await takeOne(other, wide)).toEqual([true, 97])
  })

  test('points that are given back can be taken again', async () => {
    const limiter = await startLimiter()
    const policy = policyOf(1)
    const taking = { policy, key: 'a' }
    await limiter.take([taking], 1)
    await limiter.giveBack(taking, 1)
    expect([await takeOne(limiter, policy), (await takeOne(limiter, policy))[0]]).toEqual([[true, 0], false])
  })

  test('without Redis each process counts alone, from the start and at once', async () => {
    const [one, other] = [await startLimiter({ patienceMs: 500 }), await startLimiter({ patienceMs: 500 })]
    const policy = policyOf(2)
    server.pause()
    for (const limiter of [one, other]) {
      const taken = []
      for (let i = 0; i < 3; i++) taken.push(await takeOne(limiter, policy))
      expect(taken).toEqual([
        [true, 1],
        [true, 0],
        [false, 0],
      ])
    }
  })

  test('Redis holds counters under hashed names, which disappear: no address and no id', async () => {
    const limiter = await startLimiter()
    const policy = policyOf(10, 'address')
    await limiter.take([{ policy, key: ADDRESS }], 1)
    const name = createNames(secret)('quota', 'address', ADDRESS)
    expect(name).toMatch(/^perennial:quota:[\w-]{22}$/)
    expect(await server.ask('GET', name)).toMatch(/^9\.000000 \d{13}$/)
    // Full again in 1,000 s.
    expect(await server.ask('PTTL', name)).toSatisfy((ms: number) => ms > 0 && ms <= 1_000_001)
    expect(JSON.stringify(await server.ask('KEYS', '*'))).not.toContain(ADDRESS)
  })
})
