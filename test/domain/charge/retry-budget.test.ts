import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  earliestCounted,
  networkRulesOf,
  type RetryBudget,
  retryBudget,
} from '../../../src/domain/charge/retry-budget.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const now = new Date('2026-06-30T12:00:00.000Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const ahead = (ms: number) => new Date(now.getTime() + ms)

function budget(brand: string, countedAt: readonly Date[]): RetryBudget {
  const found = retryBudget(networkRulesOf(brand), countedAt, now)
  if (found === undefined) throw new Error(`no rule for ${brand}`)
  return found
}
const times = (count: number, spacingMs: number) => Array.from({ length: count }, (_, index) => ago(index * spacingMs))

test('the networks’ limits, and none for others (scenario 21)', () => {
  expect(networkRulesOf('VISA')).toEqual([{ name: 'VISA_15_IN_30_DAYS', allowed: 15, windowMs: 30 * DAY_MS }])
  expect(networkRulesOf('MASTERCARD')).toEqual([
    { name: 'MASTERCARD_10_IN_24_HOURS', allowed: 10, windowMs: DAY_MS },
    { name: 'MASTERCARD_35_IN_30_DAYS', allowed: 35, windowMs: 30 * DAY_MS },
  ])
  expect(networkRulesOf('Visa')).toBe(networkRulesOf('VISA'))
  for (const brand of [null, undefined, '', 'AMEX', 'MADA', 'AMAZON_PAY']) expect(networkRulesOf(brand)).toEqual([])
  expect(retryBudget([], [now], now)).toBeUndefined()
  expect(earliestCounted(now)).toEqual(ago(30 * DAY_MS))
})

describe('Visa', () => {
  test('unused: a window that would open now (scenario 21)', () => {
    expect(budget('VISA', [])).toEqual({
      rule: 'VISA_15_IN_30_DAYS',
      allowed: 15,
      used: 0,
      windowStartsAt: now,
      windowEndsAt: ahead(30 * DAY_MS),
      freeAt: null,
    })
  })

  test('the oldest attempt opened the window; the 15th closes it until that one leaves (scenario 21)', () => {
    const fourteen = times(14, DAY_MS)
    expect(budget('VISA', fourteen)).toMatchObject({ used: 14, windowStartsAt: ago(13 * DAY_MS), freeAt: null })
    expect(budget('VISA', [...fourteen, ago(20 * DAY_MS)])).toEqual({
      rule: 'VISA_15_IN_30_DAYS',
      allowed: 15,
      used: 15,
      windowStartsAt: ago(20 * DAY_MS),
      windowEndsAt: ahead(10 * DAY_MS),
      freeAt: ahead(10 * DAY_MS),
    })
  })

  test('an attempt leaves exactly 30 days after it was made (scenario 21)', () => {
    const others = times(14, HOUR_MS)
    expect(budget('VISA', [...others, ago(30 * DAY_MS - 1)])).toMatchObject({ used: 15, freeAt: ahead(1) })
    expect(budget('VISA', [...others, ago(30 * DAY_MS)])).toMatchObject({ used: 14, freeAt: null })
  })

  test('more than were allowed: free once fewer than allowed are left (scenario 21)', () => {
    const seventeen = [...times(15, HOUR_MS), ago(29 * DAY_MS), ago(28 * DAY_MS)]
    expect(budget('VISA', seventeen)).toMatchObject({
      used: 17,
      windowEndsAt: ahead(DAY_MS),
      freeAt: ahead(30 * DAY_MS - 14 * HOUR_MS),
    })
  })
})

describe('Mastercard', () => {
  test('the limit that leaves less decides: 10 in 24 hours (scenario 21)', () => {
    expect(budget('MASTERCARD', times(10, HOUR_MS))).toMatchObject({
      rule: 'MASTERCARD_10_IN_24_HOURS',
      used: 10,
      freeAt: ahead(15 * HOUR_MS),
    })
  })

  test('or 35 in 30 days (scenario 21)', () => {
    const twoADay = (count: number) => times(count, 18 * HOUR_MS)
    expect(budget('MASTERCARD', twoADay(25))).toMatchObject({
      rule: 'MASTERCARD_10_IN_24_HOURS',
      used: 2,
      freeAt: null,
    })
    expect(budget('MASTERCARD', twoADay(34))).toMatchObject({
      rule: 'MASTERCARD_35_IN_30_DAYS',
      used: 34,
      freeAt: null,
    })
    expect(budget('MASTERCARD', twoADay(35))).toMatchObject({
      rule: 'MASTERCARD_35_IN_30_DAYS',
      used: 35,
      freeAt: ahead(30 * DAY_MS - 34 * 18 * HOUR_MS),
    })
  })

  test('both used up: the one that frees last (scenario 21)', () => {
    expect(
      budget('MASTERCARD', [
        ...times(10, HOUR_MS),
        ...times(25, HOUR_MS).map(at => new Date(at.getTime() - 2 * DAY_MS)),
      ]),
    ).toMatchObject({
      rule: 'MASTERCARD_35_IN_30_DAYS',
      freeAt: ahead(30 * DAY_MS - 3 * DAY_MS),
    })
  })
})

test('a merchant who attempts only what is free never exceeds a limit, and is free again at the stated time (scenario 21)', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 40 * HOUR_MS }), { minLength: 20, maxLength: 80 })
  fc.assert(
    fc.property(fc.constantFrom('VISA', 'MASTERCARD'), gaps, (brand, waits) => {
      const rules = networkRulesOf(brand)
      const made: Date[] = []
      let at = now.getTime()
      for (const wait of waits) {
        at += wait
        const freeAt = retryBudget(rules, made, new Date(at))?.freeAt
        if (freeAt) {
          expect(retryBudget(rules, made, new Date(freeAt.getTime() - 1))?.freeAt).not.toBeNull()
          at = freeAt.getTime()
          expect(retryBudget(rules, made, freeAt)?.freeAt).toBeNull()
        }
        made.push(new Date(at))
        for (const { allowed, windowMs } of rules)
          expect(made.filter(one => one.getTime() > at - windowMs).length).toBeLessThanOrEqual(allowed)
      }
    }),
  )
})
