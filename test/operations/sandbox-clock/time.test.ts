import { expect, test } from 'vitest'
import type { RealTime } from '../../../src/base/time/real-time.ts'
import { createPatience, onClock } from '../../../src/operations/sandbox-clock/time.ts'

const REAL_MS = Date.UTC(2027, 0, 1)

test('patience lasts for a fixed total, and is then used up permanently', async () => {
  const waits: number[] = []
  const time: RealTime = {
    nowMs: () => REAL_MS,
    after(ms, wake) {
      waits.push(ms)
      queueMicrotask(wake)
      return () => {}
    },
  }
  const patience = createPatience(time, 100)
  const answers = [await patience.wait(60), await patience.wait(60), await patience.wait(1)]
  expect(answers).toEqual([true, true, false])
  expect(waits).toEqual([60, 40])
})

test('a real-time instant is shown at the same distance from now', () => {
  const clock = { now: () => new Date(Date.UTC(2031, 5, 1)) }
  const realTime = { nowMs: () => REAL_MS + 0.4 }
  expect(onClock({ clock, realTime }, new Date(REAL_MS + 5_000))).toEqual(new Date(Date.UTC(2031, 5, 1) + 5_000))
  expect(onClock({ clock, realTime }, new Date(REAL_MS - 5_000))).toEqual(new Date(Date.UTC(2031, 5, 1) - 5_000))
})
