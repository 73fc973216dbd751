import { beforeEach, describe, expect, test } from 'vitest'
import { CircuitBreaker, type CircuitOptions } from '../../../src/providers/shared/circuit-breaker.ts'

const START_MS = Date.parse('2026-01-01T00:00:00.000Z')
let nowMs = START_MS

beforeEach(() => {
  nowMs = START_MS
})

const options: CircuitOptions = {
  consecutiveFailures: 3,
  failureRate: 0.5,
  minimumCalls: 6,
  windowMs: 10_000,
  openMs: 1_000,
  now: () => nowMs,
}

function enter(breaker: CircuitBreaker) {
  const permit = breaker.enter()
  if ('retryAfterMs' in permit) throw new Error(`refused for ${permit.retryAfterMs} ms`)
  return permit
}

function call(breaker: CircuitBreaker, healthy: boolean, latencyMs = 10): void {
  enter(breaker).report(healthy, latencyMs)
}

function calls(breaker: CircuitBreaker, pattern: string): void {
  for (const letter of pattern) call(breaker, letter === '+')
}

test('before the first call nothing is known', () => {
  expect(new CircuitBreaker(options).health()).toEqual({
    circuit: 'CLOSED',
    retryAfter: null,
    successRate: null,
    p95LatencyMs: null,
    lastFailureAt: null,
  })
})

describe('opening', () => {
  test('at the third failure in a row, not before, and a success starts the count again', () => {
    const breaker = new CircuitBreaker(options)
    calls(breaker, '--+--')
    expect(breaker.health().circuit).toBe('CLOSED')
    call(breaker, false)
    expect(breaker.health().circuit).toBe('OPEN')
    expect(breaker.enter()).toEqual({ retryAfterMs: 1_000 })
  })

  test('at the failure rate over the window, once there are enough calls in it', () => {
    const breaker = new CircuitBreaker(options)
    calls(breaker, '-+-+-')
    expect(breaker.health().circuit).toBe('CLOSED')
    calls(breaker, '+')
    expect(breaker.health().circuit).toBe('CLOSED')
    calls(breaker, '-')
    expect(breaker.health().circuit).toBe('OPEN')
  })

  test('calls that left the window do not count', () => {
    const breaker = new CircuitBreaker(options)
    calls(breaker, '-+-+-+')
    nowMs += 10_001
    calls(breaker, '-')
    expect(breaker.health().circuit).toBe('CLOSED')
  })

  test('says when a trial is allowed', () => {
    const breaker = new CircuitBreaker(options)
    calls(breaker, '---')
    nowMs += 400
    expect(breaker.health()).toMatchObject({ circuit: 'OPEN', retryAfter: new Date('2026-01-01T00:00:01.000Z') })
    expect(breaker.enter()).toEqual({ retryAfterMs: 600 })
  })
})

describe('half open', () => {
  function opened(): CircuitBreaker {
    const breaker = new CircuitBreaker(options)
    calls(breaker, '---')
    nowMs += options.openMs
    return breaker
  }

  test('one trial at a time', () => {
    const breaker = opened()
    expect(breaker.health()).toMatchObject({ circuit: 'HALF_OPEN', retryAfter: null })
    const trial = enter(breaker)
    expect(breaker.enter()).toEqual({ retryAfterMs: 500 })
    trial.giveBack()
    expect(enter(breaker)).toBeDefined()
  })

  test('its success closes the circuit and resets the counts', () => {
    const breaker = opened()
    call(breaker, true)
    expect(breaker.health().circuit).toBe('CLOSED')
    calls(breaker, '--')
    expect(breaker.health().circuit).toBe('CLOSED')
    calls(breaker, '-')
    expect(breaker.health().circuit).toBe('OPEN')
  })

  test('its failure opens the circuit for the same time again', () => {
    const breaker = opened()
    call(breaker, false)
    expect(breaker.health().circuit).toBe('OPEN')
    nowMs += 999
    expect(breaker.enter()).toEqual({ retryAfterMs: 1 })
    nowMs += 1
    call(breaker, true)
    expect(breaker.health().circuit).toBe('CLOSED')
  })

  test('calls from before it opened neither close nor open it', () => {
    const breaker = new CircuitBreaker(options)
    const early = [enter(breaker), enter(breaker), enter(breaker)]
    calls(breaker, '---')
    early[0]?.report(true, 10)
    expect(breaker.health().circuit).toBe('OPEN')
    nowMs += options.openMs
    const trial = enter(breaker)
    early[1]?.report(true, 10)
    early[2]?.giveBack()
    expect(breaker.enter()).toEqual({ retryAfterMs: 500 })
    trial.report(true, 10)
    expect(breaker.health().circuit).toBe('CLOSED')
  })
})

test('late failures of calls from before it opened do not count once it is closed again', () => {
  const breaker = new CircuitBreaker(options)
  const early = [enter(breaker), enter(breaker), enter(breaker)]
  calls(breaker, '---')
  nowMs += options.openMs
  call(breaker, true)
  for (const permit of early) permit.report(false, 10)
  expect(breaker.health()).toMatchObject({ circuit: 'CLOSED', successRate: 1 / 7 })
})

describe('statistics', () => {
  test('rate and 95th percentile over the calls, and the last failure', () => {
    const breaker = new CircuitBreaker(options)
    for (let latencyMs = 1; latencyMs <= 100; latencyMs++) {
      nowMs += 1
      call(breaker, latencyMs !== 40, latencyMs + 0.4)
    }
    expect(breaker.health()).toEqual({
      circuit: 'CLOSED',
      retryAfter: null,
      successRate: 0.99,
      p95LatencyMs: 95,
      lastFailureAt: new Date(START_MS + 40),
    })
  })

  test('only the last 200 calls', () => {
    const breaker = new CircuitBreaker(options)
    calls(breaker, '--')
    calls(breaker, '+'.repeat(199))
    expect(breaker.health().successRate).toBe(199 / 200)
    calls(breaker, '+')
    expect(breaker.health().successRate).toBe(1)
  })
})
