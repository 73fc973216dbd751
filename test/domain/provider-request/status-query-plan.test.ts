import { describe, expect, test } from 'vitest'
import { planAfterStatusQuery, type Repeatability } from '../../../src/domain/provider-request/status-query-plan.ts'

const sent = new Date('2026-01-01T00:00:00Z')
const later = (seconds: number) => new Date(sent.getTime() + seconds * 1_000)
const state = (absentAfterS: number | null, statusQueries = 3): Parameters<typeof planAfterStatusQuery>[0] => ({
  firstSentAt: sent,
  statusQueries,
  absentSince: absentAfterS === null ? null : later(absentAfterS),
})
const plan = (
  given: Parameters<typeof planAfterStatusQuery>[0],
  answer: 'absent' | 'unknown',
  afterS: number,
  repeatable: Repeatability,
) => planAfterStatusQuery(given, answer, { now: later(afterS), absenceMs: 60_000, repeatable })

const forever: Repeatability = { safe: true, rememberedMs: null }
const aDay: Repeatability = { safe: true, rememberedMs: 20 * 3_600_000 }
const never: Repeatability = { safe: false, rememberedMs: null }

describe('absence', () => {
  test('reported once proves nothing (scenario 10)', () => {
    expect(plan(state(null), 'absent', 100, forever)).toEqual({
      kind: 'again',
      at: later(160),
      absentSince: later(100),
    })
  })

  test.each([
    [159, 'again'],
    [160, 'resend'],
  ])('is believed once it has lasted: %s s after the send', (afterS, kind) => {
    expect(plan(state(100), 'absent', afterS, forever)).toMatchObject({ kind })
  })

  test('leads to a resend only while the provider recognizes the request (scenario 8)', () => {
    expect(plan(state(100), 'absent', 20 * 3_600 - 1, aDay).kind).toBe('resend')
    expect(plan(state(100), 'absent', 20 * 3_600, aDay).kind).toBe('again')
    expect(plan(state(100), 'absent', 20 * 3_600, forever).kind).toBe('resend')
  })

  test('of a request that a resend would execute twice is believed ten times later; the request then fails and is never resent', () => {
    expect(plan(state(100), 'absent', 699, never).kind).toBe('again')
    expect(plan(state(100), 'absent', 700, never)).toEqual({ kind: 'neverArrived' })
  })

  test('is not confirmed by an answer without information', () => {
    expect(plan(state(100), 'unknown', 700, never).kind).toBe('again')
    expect(plan(state(100), 'unknown', 700, forever).kind).toBe('again')
  })
})

test.each([
  // After a tenth status query the next would be ten minutes later.
  ['first said', state(null, 9), forever, 1_000, 60],
  ['first reported, and believed ten times later', state(null, 9), never, 1_000, 600],
  ['reported again too soon', state(1_000, 9), forever, 1_010, 50],
  ['reported again on the way to being believed', state(1_000, 3), never, 1_060, 10],
  ['reported again shortly before it is believed', state(1_000, 9), never, 1_590, 10],
  ['reported when no resend is allowed any more', state(1_000, 9), aDay, 20 * 3_600, 600],
] as const)(
  'absence that is %s is queried again as soon as the answer can decide',
  (_, given, repeatable, afterS, waitS) => {
    expect(plan(given, 'absent', afterS, repeatable)).toMatchObject({ kind: 'again', at: later(afterS + waitS) })
  },
)

test.each([
  ['hourly while its key is known', aDay, 20 * 3_600 - 1, 3_600],
  ['at growing intervals once it is forgotten', aDay, 20 * 3_600, 21_600],
  ['at growing intervals if it is known forever', forever, 19 * 3_600, 21_600],
] as const)('a request without a result for long is queried %s', (_, repeatable, afterS, waitS) => {
  expect(plan(state(null, 20), 'unknown', afterS, repeatable)).toMatchObject({ at: later(afterS + waitS) })
})

test('after 72 hours and eight status queries an operator decides', () => {
  expect(plan(state(null, 7), 'unknown', 72 * 3_600, forever).kind).toBe('again')
  expect(plan(state(null, 8), 'unknown', 72 * 3_600 - 1, forever).kind).toBe('again')
  expect(plan(state(null, 8), 'unknown', 72 * 3_600, forever)).toEqual({ kind: 'giveUp' })
})
