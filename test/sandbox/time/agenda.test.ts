import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TimeTravel } from '../../../src/sandbox/time/advance.ts'
import { Agenda } from '../../../src/sandbox/time/agenda.ts'
import { SandboxClock } from '../../../src/sandbox/time/clock.ts'

const START_MS = Date.UTC(2027, 0, 1)

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS })
})

afterEach(() => {
  vi.useRealTimers()
})

function open() {
  const offsets: number[] = []
  const errors: unknown[] = []
  const clock = new SandboxClock(0, offsetMs => offsets.push(offsetMs))
  const agenda = new Agenda(clock, error => errors.push(error))
  const log: string[] = []
  const at = (name: string, afterMs: number) =>
    agenda.schedule(name, START_MS + afterMs, () => void log.push(`${name}@${clock.now() - START_MS}`))
  return { clock, agenda, offsets, errors, log, at, travel: new TimeTravel(clock, agenda) }
}

describe('the agenda', () => {
  it('runs due tasks by real time, in order of time and then of scheduling', () => {
    const { at, log } = open()
    const delays = [50, 10, 40, 10, 30, 20, 10, 60]
    for (const [index, delay] of delays.entries()) at(`${delay}-${index}`, delay)
    vi.advanceTimersByTime(45)
    expect(log).toEqual(['10-1@10', '10-3@10', '10-6@10', '20-5@20', '30-4@30', '40-2@40'])
  })

  it('waits for tasks that are further away than a timer allows', () => {
    const { at, log } = open()
    const fortyDaysMs = 40 * 86_400_000
    at('far', fortyDaysMs)
    vi.advanceTimersByTime(fortyDaysMs - 1)
    expect(log).toEqual([])
    vi.advanceTimersByTime(1)
    expect(log).toEqual([`far@${fortyDaysMs}`])
  })

  it('replaces and cancels by key', () => {
    const { agenda, at, log } = open()
    at('moved', 10)
    at('moved', 30)
    at('canceled', 20)
    agenda.cancel('canceled')
    expect(agenda.nextDueAtMs()).toBe(START_MS + 30)
    vi.advanceTimersByTime(100)
    expect(log).toEqual(['moved@30'])
    expect(agenda.nextDueAtMs()).toBeNull()
  })

  it('continues after a task that throws or rejects', async () => {
    const { agenda, at, log, errors } = open()
    agenda.schedule('throws', START_MS + 1, () => {
      throw new Error('thrown')
    })
    agenda.schedule('rejects', START_MS + 2, async () => {
      throw new Error('rejected')
    })
    at('after', 3)
    await vi.advanceTimersByTimeAsync(10)
    expect(errors.map(String)).toEqual(['Error: thrown', 'Error: rejected'])
    expect(log).toEqual(['after@3'])
  })

  it('runs nothing after it is stopped', () => {
    const { agenda, at, log } = open()
    at('late', 10)
    agenda.stop()
    vi.advanceTimersByTime(100)
    expect(log).toEqual([])
  })
})

describe('an advance', () => {
  it('runs each task at its instant and to its end before the next, tasks scheduled on the way included', async () => {
    const { clock, agenda, travel, at, log } = open()
    at('second', 2_000)
    agenda.schedule('first', START_MS + 1_000, async () => {
      await Promise.resolve()
      at('between', 1_500)
      log.push(`first@${clock.now() - START_MS}`)
    })
    at('beyond', 3_001)
    await travel.advance(START_MS + 3_000)
    expect(log).toEqual(['first@1000', 'between@1500', 'second@2000'])
    expect([clock.now() - START_MS, clock.held]).toEqual([3_000, false])
    vi.advanceTimersByTime(1)
    expect(log.at(-1)).toBe('beyond@3001')
  })

  it('to the past runs due tasks and leaves the clock', async () => {
    const { clock, travel } = open()
    await travel.advance(START_MS - 5_000)
    expect(clock.now()).toBe(START_MS)
  })
})

describe('the clock', () => {
  it('stores each step before it is visible, so that no restart is earlier', async () => {
    const { clock, travel, at, offsets } = open()
    at('step', 1_000)
    await travel.advance(START_MS + 5_000)
    expect(offsets).toEqual([0, 1_000, 5_000, 5_000])
    expect(new SandboxClock(offsets.at(-1) ?? 0, () => undefined).now()).toBe(clock.now())
  })

  it('stands still while the machine steps back', () => {
    const { clock } = open()
    const before = clock.now()
    vi.setSystemTime(START_MS - 60_000)
    expect(clock.now()).toBe(before)
  })
})
