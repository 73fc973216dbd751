import { expect, test } from 'vitest'
import { createOffsetClock } from '../../../src/base/time/clock.ts'

const START_MS = Date.UTC(2027, 0, 1)

function open() {
  let machineMs = START_MS
  const clock = createOffsetClock(() => machineMs)
  return {
    clock,
    passes: (ms: number) => {
      machineMs += ms
    },
    nowMs: () => clock.now().getTime() - START_MS,
  }
}

test('it is the machine’s until it is set ahead, and continues from there', () => {
  const { clock, passes, nowMs } = open()
  expect([clock.offsetMs, nowMs()]).toEqual([0, 0])
  clock.raise(60_000)
  passes(5)
  expect([clock.offsetMs, nowMs()]).toEqual([60_000, 60_005])
})

test('it is never set back', () => {
  const { clock, nowMs } = open()
  clock.raise(60_000)
  clock.raise(59_999)
  expect([clock.offsetMs, nowMs()]).toEqual([60_000, 60_000])
})

test('it stands still while the machine’s clock is behind, until that has caught up', () => {
  const { passes, nowMs } = open()
  passes(1_000)
  const seen = [nowMs()]
  for (const ms of [-800, 500, 300, 1]) {
    passes(ms)
    seen.push(nowMs())
  }
  expect(seen).toEqual([1_000, 1_000, 1_000, 1_000, 1_001])
})

test('it computes the offset for an instant', () => {
  const { clock, passes } = open()
  clock.raise(60_000)
  passes(10)
  const instant = new Date(START_MS + 90_000)
  expect(clock.offsetTo(instant)).toBe(89_990)
  clock.raise(clock.offsetTo(instant))
  expect(clock.now()).toEqual(instant)
  expect(clock.offsetTo(new Date(START_MS))).toBe(-10)
})
