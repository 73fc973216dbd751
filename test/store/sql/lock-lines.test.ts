import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { NoPlaceError, type Release } from '../../../src/base/fair-places.ts'
import { LockedElsewhere, linesForLocks } from '../../../src/store/sql/lock-lines.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const enter = (lines: ReturnType<typeof linesForLocks>, options: Parameters<typeof lines.enter>[0]): Release => {
  const leave = lines.enter(options)
  if (leave === undefined) throw new Error('it has to wait')
  return leave
}

test('three transactions enter for a lock, the fourth waits; other locks are not affected', async () => {
  const lines = linesForLocks()
  const [first] = [1, 2, 3].map(() => enter(lines, { locks: [1n] }))
  expect(lines.enter({ locks: [2n, 1n] })).toBe(undefined)
  expect([lines.enter({ locks: [2n] }), lines.enter({})].map(leave => typeof leave)).toEqual(['function', 'function'])
  const fourth = lines.wait({ locks: [1n] })
  first?.()
  expect(await fourth).toBeTypeOf('function')
})

test('a transaction that cannot enter for all of its locks takes no place', () => {
  const lines = linesForLocks()
  for (let i = 0; i < 3; i++) enter(lines, { locks: [2n] })
  for (let i = 0; i < 10; i++) expect(lines.enter({ locks: [1n, 2n] })).toBe(undefined)
  expect(lines.enter({ locks: [1n] })).toBeTypeOf('function')
})

test('transactions never wait for each other in a circle, in any order of their locks', async () => {
  const lines = linesForLocks()
  let done = 0
  const work = async (locks: readonly bigint[]) => {
    const leave = lines.enter({ locks }) ?? (await lines.wait({ locks }))
    await vi.advanceTimersByTimeAsync(1)
    leave()
    done += 1
  }
  const orders = [
    [1n, 2n, 3n],
    [3n, 2n, 1n],
    [2n, 3n, 1n],
  ]
  await Promise.all(Array.from({ length: 90 }, (_, index) => work(orders[index % 3] ?? [])))
  expect(done).toBe(90)
})

test('who waits longer than PostgreSQL would let it gets the same refusal, and keeps no place', async () => {
  const lines = linesForLocks()
  const holders = [1, 2, 3].map(() => enter(lines, { alone: 7n, locks: [1n] }))
  const alone = expect(lines.wait({ alone: 7n })).rejects.toBeInstanceOf(LockedElsewhere)
  await vi.advanceTimersByTimeAsync(2_000)
  await alone
  const behind = expect(lines.wait({ locks: [0n, 1n] })).rejects.toBeInstanceOf(NoPlaceError)
  await vi.advanceTimersByTimeAsync(15_000)
  await behind
  for (const leave of holders) leave()
  for (let i = 0; i < 3; i++) enter(lines, { alone: 7n, locks: [0n, 1n] })
})
