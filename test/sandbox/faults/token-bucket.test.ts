import { expect, it } from 'vitest'
import { TokenBucket } from '../../../src/sandbox/faults/token-bucket.ts'

it('allows its burst at once, then refills at its rate up to its capacity', () => {
  let nowMs = 0
  const bucket = new TokenBucket(2, 4, () => nowMs)
  const take = () => bucket.take()
  expect([take(), take(), take(), take(), take()].map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
    [true, 3],
    [true, 2],
    [true, 1],
    [true, 0],
    [false, 0],
  ])
  nowMs += 499
  expect(take().allowed).toBe(false)
  nowMs += 1
  expect(take()).toEqual({ allowed: true, remaining: 0 })
  nowMs += 3_600_000
  expect(take()).toEqual({ allowed: true, remaining: 3 })
})
