import { afterEach, expect, test, vi } from 'vitest'
import { backoffMs, pause } from '../../src/client/transport/pause.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

test.each([
  [0, 50, 100],
  [1, 100, 200],
  [6, 3_200, 6_400],
  [7, 5_000, 10_000],
  [5_000, 5_000, 10_000],
])('after %i failures: from %i to %i ms', (before, least, most) => {
  const random = vi.spyOn(Math, 'random')
  random.mockReturnValue(0)
  expect(backoffMs(before, 100)).toBe(least)
  random.mockReturnValue(1)
  expect(backoffMs(before, 100)).toBe(most)
})

test('a pause ends with its time or any of its signals, which may be aborted before', async () => {
  vi.useFakeTimers()
  const stop = new AbortController()
  const passed = pause(1_000, stop.signal)
  vi.advanceTimersByTime(1_000)
  await passed
  const ended = pause(1_000, undefined, new AbortController().signal, stop.signal)
  stop.abort()
  await ended
  await pause(1_000, stop.signal)
  expect(vi.getTimerCount()).toBe(0)
})
