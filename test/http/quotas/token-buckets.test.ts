import { expect, test } from 'vitest'
import { createTokenBuckets } from '../../../src/http/quotas/token-buckets.ts'

const policy = { name: 'test', quota: 10, perSecond: 2 }

function buckets(mostKeys = 100) {
  const clock = { ms: 0 }
  const limiter = createTokenBuckets({ now: () => clock.ms, mostKeys })
  const take = async (key: string, points = 1) => {
    const { ok, remaining, retryAfterMs } = await limiter.take([{ policy, key }], points)
    return [ok, remaining, retryAfterMs]
  }
  return { clock, limiter, take }
}

test('the quota passes at once, then as many a second as the policy says', async () => {
  const { clock, take } = buckets()
  expect(await take('a', 10)).toEqual([true, 0, 0])
  expect(await take('a')).toEqual([false, 0, 500])
  clock.ms = 499
  expect((await take('a'))[0]).toBe(false)
  clock.ms = 500
  expect(await take('a')).toEqual([true, 0, 0])
  clock.ms = 1_000_000
  expect(await take('a', 3)).toEqual([true, 7, 0])
})

test('a refusal takes nothing, and keys do not affect each other', async () => {
  const { take } = buckets()
  await take('a', 9)
  expect(await take('a', 2)).toEqual([false, 1, 500])
  expect(await take('a', 1)).toEqual([true, 0, 0])
  expect(await take('b', 10)).toEqual([true, 0, 0])
})

test('points that are given back can be taken again, up to the quota', async () => {
  const { limiter, take } = buckets()
  await take('a', 10)
  await limiter.giveBack({ policy, key: 'a' }, 1)
  expect(await take('a')).toEqual([true, 0, 0])
  await limiter.giveBack({ policy, key: 'a' }, 1_000)
  expect(await take('a', 10)).toEqual([true, 0, 0])
})

test('more points than the quota cost the whole quota', async () => {
  const { take } = buckets()
  expect(await take('a', 11)).toEqual([true, 0, 0])
})

test('the key that was used least recently is forgotten beyond the limit of keys', async () => {
  const { take } = buckets(2)
  for (const key of ['a', 'b']) await take(key, 10)
  await take('a') // refused, but used
  await take('c', 10)
  expect([(await take('a'))[0], (await take('c'))[0]]).toEqual([false, false])
  expect((await take('b'))[0]).toBe(true)
})
