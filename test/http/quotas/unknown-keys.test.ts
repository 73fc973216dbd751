import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTokenBuckets } from '../../../src/http/quotas/token-buckets.ts'
import { createDoor } from '../../../src/http/quotas/unknown-keys.ts'
import { caller } from '../support/small-server.ts'

const here = { key: '198.51.100.7', isShared: false }
const there = { key: '198.51.100.8', isShared: false }
const policy = { name: 'unknown-keys', quota: 3, perSecond: 1 }

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

function start() {
  const checked: string[] = []
  const valid = new Set(['valid', 'valid-2'])
  let refused = 0
  let hold: Promise<unknown> | undefined
  const door = createDoor({
    async authenticate(credential) {
      checked.push(credential)
      await hold
      return valid.has(credential) ? caller : undefined
    },
    limiter: createTokenBuckets(),
    policy,
    onRefused: () => {
      refused += 1
    },
  })
  const setHold = (until: Promise<unknown>) => {
    hold = until
  }
  return { door, checked, valid, refused: () => refused, setHold }
}
const limited = { extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }

describe('invalid credentials', () => {
  test('are checked as often as the policy says; the next one is refused without a check', async () => {
    const { door, checked, refused } = start()
    for (const key of ['a', 'b', 'c']) expect(await door(key, here)).toBe(undefined)
    await expect(door('d', here)).rejects.toMatchObject(limited)
    expect([checked, refused()]).toEqual([['a', 'b', 'c'], 1])
    vi.advanceTimersByTime(1_000)
    expect(await door('d', here)).toBe(undefined)
    expect(checked).toEqual(['a', 'b', 'c', 'd'])
  })

  test('are remembered for a short time, and then cost neither a check nor a point', async () => {
    const { door, checked, valid } = start()
    for (let i = 0; i < 10; i++) expect(await door('a', here)).toBe(undefined)
    expect(checked).toEqual(['a'])
    valid.add('a')
    vi.advanceTimersByTime(2_000)
    expect(await door('a', here)).toBe(caller)
  })

  test('of one address do not refuse another address', async () => {
    const { door } = start()
    for (const key of ['a', 'b', 'c']) await door(key, here)
    await expect(door('d', here)).rejects.toMatchObject(limited)
    expect(await door('e', there)).toBe(undefined)
    expect(await door('valid', there)).toBe(caller)
  })
})

describe('a valid credential', () => {
  test('costs no point, and is let in at an address that has none left if it was valid before', async () => {
    const { door } = start()
    for (let i = 0; i < 10; i++) expect(await door('valid', here)).toBe(caller)
    for (const key of ['a', 'b', 'c']) await door(key, here)
    expect(await door('valid', here)).toBe(caller)
    await expect(door('valid-2', here)).rejects.toMatchObject(limited)
  })

  test('is checked each time, so that a revoked one is refused', async () => {
    const { door, checked, valid } = start()
    await door('valid', here)
    valid.delete('valid')
    expect(await door('valid', here)).toBe(undefined)
    expect(checked).toEqual(['valid', 'valid'])
  })
})

test('at most two of an address and four in all are checked at once; the others wait', async () => {
  const { door, checked, setHold } = start()
  const gate = Promise.withResolvers<void>()
  setHold(gate.promise)
  const asked = ['a', 'b', 'c'].map(key => door(key, here))
  asked.push(...['d', 'e', 'f'].map(key => door(key, there)))
  await vi.advanceTimersByTimeAsync(0)
  expect(checked).toEqual(['a', 'b', 'd', 'e'])
  gate.resolve()
  expect(await Promise.all(asked)).toEqual(Array(6).fill(undefined))
})

test('a credential that waits too long for its check gets 503, and does not count as invalid', async () => {
  const { door, refused, setHold } = start()
  const gate = Promise.withResolvers<void>()
  setHold(gate.promise)
  const asked = ['a', 'b'].map(key => door(key, here))
  const late = door('valid', here).catch(error => error)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await late).toMatchObject({ status: 503, ...limited })
  gate.resolve()
  expect(await Promise.all(asked)).toEqual([undefined, undefined])
  expect([await door('valid', here), refused()]).toEqual([caller, 0])
})

test('a check that fails costs no point', async () => {
  const door = createDoor({
    authenticate: () => Promise.reject(new Error('the database is away')),
    limiter: createTokenBuckets(),
    policy,
    onRefused: () => {},
  })
  for (let i = 0; i < 10; i++) await expect(door(`key-${i}`, here)).rejects.toThrow('the database is away')
})
