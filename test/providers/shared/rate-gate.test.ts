import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RateGate } from '../../../src/providers/shared/rate-gate.ts'

/** A gate on a clock of its own; waits are recorded, and pass at once. */
function gateOnClock() {
  const clock = { nowMs: 1_000, waitedMs: [] as number[] }
  const gate = new RateGate(
    () => clock.nowMs,
    async ms => void clock.waitedMs.push(ms),
  )
  return { gate, clock }
}

const sandbox = { perSecond: 5, capacity: 10 }

test('before the first response every request passes', async () => {
  const { gate, clock } = gateOnClock()
  for (let i = 0; i < 1_000; i++) expect(await gate.admit(0)).toEqual({ admitted: true })
  expect(clock.waitedMs).toEqual([])
})

test('requests pass as long as there are tokens, then each waits for its own', async () => {
  const { gate, clock } = gateOnClock()
  gate.observe({ ...sandbox, remaining: 2 })
  for (let i = 0; i < 4; i++) await gate.admit(10_000)
  expect(clock.waitedMs).toEqual([200, 400])
})

test('a request that would wait too long takes no token', async () => {
  const { gate, clock } = gateOnClock()
  gate.observe({ ...sandbox, remaining: 0 })
  expect(await gate.admit(199)).toEqual({ admitted: false, retryAfterMs: 200 })
  expect(await gate.admit(199)).toEqual({ admitted: false, retryAfterMs: 200 })
  clock.nowMs += 200
  expect(await gate.admit(0)).toEqual({ admitted: true })
  expect(clock.waitedMs).toEqual([])
})

test('tokens come back with time, up to the capacity', async () => {
  const { gate, clock } = gateOnClock()
  gate.observe({ ...sandbox, remaining: 0 })
  clock.nowMs += 3_600_000
  for (let i = 0; i < 10; i++) expect(await gate.admit(0)).toEqual({ admitted: true })
  expect(await gate.admit(0)).toEqual({ admitted: false, retryAfterMs: 200 })
})

test("the provider's count lowers ours at once and never raises it", async () => {
  const { gate } = gateOnClock()
  gate.observe({ ...sandbox, remaining: 1 })
  gate.observe({ ...sandbox, remaining: 9 })
  expect(await gate.admit(0)).toEqual({ admitted: true })
  expect(await gate.admit(0)).toEqual({ admitted: false, retryAfterMs: 200 })
})

test('after a 429 the bucket is empty, and the replenish rate gives the time of the next send', async () => {
  const { gate } = gateOnClock()
  expect(gate.refused()).toBe(200)
  gate.observe({ perSecond: 50, capacity: 100, remaining: 80 })
  expect(gate.refused()).toBe(20)
  expect(await gate.admit(0)).toEqual({ admitted: false, retryAfterMs: 20 })
})

test('in no second more requests are sent than the capacity and the rate allow', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 }), async gapsMs => {
      const { gate, clock } = gateOnClock()
      gate.observe({ ...sandbox, remaining: 10 })
      const sentAtMs: number[] = []
      for (const gapMs of gapsMs) {
        clock.nowMs += gapMs
        clock.waitedMs = []
        await gate.admit(60_000)
        sentAtMs.push(clock.nowMs + (clock.waitedMs[0] ?? 0))
      }
      for (const startMs of sentAtMs) {
        const within = sentAtMs.filter(atMs => atMs >= startMs && atMs < startMs + 1_000).length
        if (within > sandbox.capacity + sandbox.perSecond) return false
      }
      return true
    }),
  )
  expect(true).toBe(true)
})
