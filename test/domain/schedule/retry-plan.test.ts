import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { declineCodes } from '../../../src/domain/decline/codes.ts'
import { type Failure, neverArrived, providerUnreachable } from '../../../src/domain/decline/failure.ts'
import { retryRules } from '../../../src/domain/decline/retry-rules.ts'
import { instantOf, localDateOf } from '../../../src/domain/schedule/local-time.ts'
import { plannedRetries, planRetry, reachedNobody } from '../../../src/domain/schedule/retry-plan.ts'

const plan = { timeOfDay: '09:00', timeZone: 'Europe/Berlin' }
const dueDate = '2026-03-26'
const retrySchedule = [1, 3, 7]
const HOUR_MS = 3_600_000

const declined = (code: string, given: Partial<Failure> = {}): Failure => ({
  kind: 'SOFT_DECLINE',
  code,
  advice: 'RETRY_LATER',
  message: 'No.',
  ...given,
})
const noFunds = declined('INSUFFICIENT_FUNDS')

/** In Berlin, which puts its clocks forward on 29 March. */
const at = (date: string, timeOfDay = '09:00') => instantOf(date, { ...plan, timeOfDay })

function planned(given: Partial<Parameters<typeof planRetry>[0]> & { readonly days?: readonly number[] }) {
  const { days = retrySchedule, ...facts } = given
  const lastTriedAt = facts.lastTriedAt ?? at(dueDate)
  return planRetry({
    failure: noFunds,
    policy: { retryAfterDays: days },
    occurrence: { plan, dueDate },
    tries: 1,
    unreachedTries: 0,
    lastTriedAt,
    now: lastTriedAt,
    ...facts,
  })
}
const retryAt = (instant: Date) => ({ kind: 'retry', at: instant })
const exhausted = (because: string) => ({ kind: 'exhausted', because })

describe('a soft decline', () => {
  test('is retried on each of the policy’s days at the time of day, across a change of clocks (scenario 21)', () => {
    expect(planned({ tries: 1 })).toEqual(retryAt(new Date('2026-03-27T08:00:00Z')))
    expect(planned({ tries: 2, lastTriedAt: at('2026-03-27') })).toEqual(retryAt(new Date('2026-03-29T07:00:00Z')))
    expect(planned({ tries: 3, lastTriedAt: at('2026-03-29') })).toEqual(retryAt(new Date('2026-04-02T07:00:00Z')))
    expect(planned({ tries: 4, lastTriedAt: at('2026-04-02') })).toEqual(exhausted('used up'))
  })

  test('is not retried if the policy has no days (scenario 21)', () => {
    expect(planned({ days: [] })).toEqual(exhausted('used up'))
  })

  test('is never tried twice on one local date: a late try shifts the following ones (scenario 21)', () => {
    // Down for three days: day 1 has passed, and this try was on day 3.
    expect(planned({ tries: 1, lastTriedAt: at('2026-03-29', '23:30') })).toEqual(retryAt(at('2026-03-30')))
    expect(planned({ tries: 2, lastTriedAt: at('2026-03-30') })).toEqual(retryAt(at('2026-03-31')))
    expect(planned({ tries: 3, lastTriedAt: at('2026-03-31') })).toEqual(retryAt(at('2026-04-02')))
  })

  test('whose outcome became known late is planned for a future day (scenario 21)', () => {
    const lastTriedAt = at(dueDate)
    expect(planned({ lastTriedAt, now: at('2026-03-31', '08:59') })).toEqual(retryAt(at('2026-03-31')))
    expect(planned({ lastTriedAt, now: at('2026-03-31') })).toEqual(retryAt(at('2026-04-01')))
  })

  test('for a limit that counts by the day waits for a day at least (scenario 21)', () => {
    const failure = declined('VELOCITY_EXCEEDED')
    expect(planned({ failure, lastTriedAt: at(dueDate, '09:05') })).toEqual(retryAt(at('2026-03-27')))
    expect(planned({ failure, lastTriedAt: at(dueDate, '14:00') })).toEqual(retryAt(at('2026-03-28')))
    // Other declines need only another date.
    expect(planned({ lastTriedAt: at(dueDate, '14:00') })).toEqual(retryAt(at('2026-03-27')))
  })

  test('for a reason that no table knows: three tries (scenario 21)', () => {
    for (const failure of [declined('NEW_WORD'), declined('GENERIC_DECLINE', { unlisted: true })]) {
      expect(planned({ failure, tries: 2, lastTriedAt: at('2026-03-27') })).toEqual(retryAt(at('2026-03-29')))
      expect(planned({ failure, tries: 3, lastTriedAt: at('2026-03-29') })).toEqual(exhausted('most tries'))
    }
  })
})

describe('a try that did not reach the provider', () => {
  test.each([providerUnreachable, neverArrived])(
    '$code: again after an hour, 24 times, then once a day (scenario 21)',
    failure => {
      expect(reachedNobody(failure)).toBe(true)
      const now = at(dueDate, '09:01')
      for (const tries of [1, 24])
        expect(planned({ failure, tries, unreachedTries: tries, now })).toEqual(retryAt(at(dueDate, '10:01')))
      for (const tries of [25, 400])
        expect(planned({ failure, tries, unreachedTries: tries, now })).toEqual(retryAt(at('2026-03-27', '09:01')))
    },
  )

  test('uses up none of the policy’s days, and none of the three tries of an unknown code (scenario 21)', () => {
    const lastTriedAt = at(dueDate, '12:00')
    expect(planned({ tries: 4, unreachedTries: 3, lastTriedAt })).toEqual(retryAt(at('2026-03-27')))
    const failure = declined('NEW_WORD')
    expect(planned({ failure, tries: 4, unreachedTries: 3, lastTriedAt })).toEqual(retryAt(at('2026-03-27')))
    expect(planned({ failure: providerUnreachable, tries: 5, unreachedTries: 1, now: lastTriedAt })).toEqual(
      retryAt(at(dueDate, '13:00')),
    )
  })
})

test.each([
  declined('EXPIRED_CARD', { kind: 'HARD_DECLINE', advice: 'UPDATE_PAYMENT_METHOD' }),
  declined('INSUFFICIENT_FUNDS', { kind: 'HARD_DECLINE', advice: 'DO_NOT_RETRY' }),
  declined('STOLEN_CARD', { kind: 'FRAUD_SUSPECTED', advice: 'DO_NOT_RETRY' }),
  declined('AUTHENTICATION_FAILED', { kind: 'AUTHENTICATION_FAILED', advice: 'AUTHENTICATE_CONSUMER' }),
  declined('INVALID_AMOUNT', { kind: 'INVALID_REQUEST', advice: 'FIX_REQUEST' }),
  declined('CANCELED_BY_CONSUMER', { kind: 'CANCELED', advice: 'DO_NOT_RETRY' }),
  declined('PROVIDER_PROCESSING_ERROR', { kind: 'PROVIDER_ERROR', advice: 'CONTACT_PROVIDER' }),
])('$kind $code, $advice: never (scenario 21)', failure => {
  expect(planned({ failure })).toEqual(exhausted('never'))
  expect(reachedNobody(failure)).toBe(false)
})

const retried = [...retryRules]
  .filter(([code, { retry }]) => retry !== 'never' && code !== 'PROVIDER_CREDENTIALS_REFUSED')
  .map(([code]) => code)

test('always: a retry is in the future, on a later date, and only if it is advised (scenario 21)', () => {
  const days = fc
    .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 20 })
    .map(some => some.sort((a, b) => a - b))
  const facts = fc.record({
    // Nearly all codes mean "never": a few of them are enough.
    code: fc.constantFrom(...retried, 'NEW_WORD', 'EXPIRED_CARD', 'STOLEN_CARD'),
    advice: fc.oneof(
      fc.constant('RETRY_LATER' as const),
      fc.constantFrom(...new Set(declineCodes.map(of => of.advice))),
    ),
    days,
    tries: fc.integer({ min: 1, max: 25 }),
    lateHours: fc.integer({ min: 0, max: 24 * 40 }),
    foundAfterHours: fc.integer({ min: 0, max: 24 * 10 }),
  })
  fc.assert(
    fc.property(facts, ({ code, advice, days, tries, lateHours, foundAfterHours }) => {
      const failure = declined(code, { advice })
      const lastTriedAt = new Date(at(dueDate).getTime() + lateHours * HOUR_MS)
      const now = new Date(lastTriedAt.getTime() + foundAfterHours * HOUR_MS)
      const unreachedTries = reachedNobody(failure) ? tries : 0
      const next = planned({ failure, days, tries, unreachedTries, lastTriedAt, now })
      if (next.kind === 'exhausted') return
      expect(advice).toBe('RETRY_LATER')
      expect(next.at.getTime()).toBeGreaterThan(now.getTime())
      if (reachedNobody(failure)) return
      expect(localDateOf(plan.timeZone, next.at) > localDateOf(plan.timeZone, lastTriedAt)).toBe(true)
      expect(next.at).toEqual(at(localDateOf(plan.timeZone, next.at)))
    }),
  )
})

test('nothing is retried after the year 9999: its instants could not be written', () => {
  const lastDays = { occurrence: { plan, dueDate: '9999-12-30' }, lastTriedAt: at('9999-12-30') }
  expect(planned({ ...lastDays, days: [1, 3] })).toEqual(retryAt(new Date('9999-12-31T08:00:00Z')))
  expect(planned({ ...lastDays, days: [3] })).toEqual(exhausted('used up'))
  const lastHour = { occurrence: { plan, dueDate: '9999-12-31' }, lastTriedAt: new Date('9999-12-31T23:30:00Z') }
  expect(planned({ ...lastHour, days: [1] })).toEqual(exhausted('used up'))
  expect(planned({ ...lastHour, failure: providerUnreachable, unreachedTries: 1 })).toEqual(exhausted('used up'))
})

describe('what-if: the result of a given decline', () => {
  const occurrence = { plan, date: dueDate, at: at(dueDate) }
  const retries = (code: string, retryAfterDays: readonly number[] = retrySchedule) =>
    plannedRetries(code, { retryAfterDays }, occurrence)

  test('a soft decline: the policy’s days (scenario 21)', () => {
    expect(retries('INSUFFICIENT_FUNDS')).toEqual([at('2026-03-27'), at('2026-03-29'), at('2026-04-02')])
    expect(retries('INSUFFICIENT_FUNDS', [])).toEqual([])
    expect(
      retries(
        'INSUFFICIENT_FUNDS',
        Array.from({ length: 20 }, (_, day) => day + 1),
      ),
    ).toHaveLength(20)
  })

  test('at the end of the year 9999: the days that are still in it', () => {
    const last = { plan, date: '9999-12-29', at: at('9999-12-29') }
    expect(plannedRetries('INSUFFICIENT_FUNDS', { retryAfterDays: retrySchedule }, last)).toEqual([at('9999-12-30')])
  })

  test('a hard one: none (scenario 21)', () => {
    expect(retries('EXPIRED_CARD')).toEqual([])
  })

  test('a code that no table knows: two, which makes three tries (scenario 21)', () => {
    expect(retries('NEW_WORD')).toEqual([at('2026-03-27'), at('2026-03-29')])
  })

  test('an issuer that declines without a reason: four at most (scenario 21)', () => {
    expect(retries('DO_NOT_HONOR', [1, 2, 3, 4, 5, 6])).toEqual(
      ['27', '28', '29', '30'].map(day => at(`2026-03-${day}`)),
    )
  })

  test('a provider that cannot be reached: every hour for a day (scenario 21)', () => {
    const hourly = Array.from({ length: 24 }, (_, hour) => new Date(at(dueDate).getTime() + (hour + 1) * HOUR_MS))
    expect(retries('PROVIDER_UNREACHABLE')).toEqual(hourly)
  })
})
