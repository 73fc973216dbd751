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

const forEver: Repeatability = { safe: true, rememberedMs: null }
const aDay: Repeatability = { safe: true, rememberedMs: 20 * 3_600_000 }
const never: Repeatability = { safe: false, rememberedMs: null }

describe('absence', () => {
  test('said once proves nothing (scenario 10)', () => {
    expect(plan(state(null), 'absent', 100, forEver)).toEqual({
      kind: 'again',
      at: later(160),
      absentSince: later(100),
    })
  })

  test.each([
    [159, 'again'],
    [160, 'resend'],
  ])('is believed once it has lasted: %s s after the sending', (afterS, kind) => {
    expect(plan(state(100), 'absent', afterS, forEver)).toMatchObject({ kind })
  })

  test('sends again only while the provider knows the request again (scenario 8)', () => {
    expect(plan(state(100), 'absent', 20 * 3_600 - 1, aDay).kind).toBe('resend')
    expect(plan(state(100), 'absent', 20 * 3_600, aDay).kind).toBe('again')
    expect(plan(state(100), 'absent', 20 * 3_600, forEver).kind).toBe('resend')
  })

  test('of what would be done twice is believed ten times later, and then it has failed: it is never sent again', () => {
    expect(plan(state(100), 'absent', 699, never).kind).toBe('again')
    expect(plan(state(100), 'absent', 700, never)).toEqual({ kind: 'neverArrived' })
  })

  test('is not confirmed by an answer that says nothing', () => {
    expect(plan(state(100), 'unknown', 700, never).kind).toBe('again')
    expect(plan(state(100), 'unknown', 700, forEver).kind).toBe('again')
  })
})

test.each([
  // After a tenth status query the next would be ten minutes later.
  ['first said', state(null, 9), forEver, 1_000, 60],
  ['first said, and believed ten times later', state(null, 9), never, 1_000, 600],
  ['said too soon again', state(1_000, 9), forEver, 1_010, 50],
  ['said again on the way to being believed', state(1_000, 3), never, 1_060, 10],
  ['said again shortly before it is believed', state(1_000, 9), never, 1_590, 10],
  ['said when nothing may be sent again any more', state(1_000, 9), aDay, 20 * 3_600, 600],
] as const)(
  'absence that is %s is asked about again as soon as that tells something',
  (_, given, repeatable, afterS, waitS) => {
    expect(plan(given, 'absent', afterS, repeatable)).toMatchObject({ kind: 'again', at: later(afterS + waitS) })
  },
)

test.each([
  ['hourly while its key is known', aDay, 20 * 3_600 - 1, 3_600],
  ['ever more seldom once it is forgotten', aDay, 20 * 3_600, 21_600],
  ['ever more seldom where it is known for ever', forEver, 19 * 3_600, 21_600],
] as const)('what is asked about in vain for long is asked about %s', (_, repeatable, afterS, waitS) => {
  expect(plan(state(null, 20), 'unknown', afterS, repeatable)).toMatchObject({ at: later(afterS + waitS) })
})

test('after 72 hours and eight status queries a person decides', () => {
  expect(plan(state(null, 7), 'unknown', 72 * 3_600, forEver).kind).toBe('again')
  expect(plan(state(null, 8), 'unknown', 72 * 3_600 - 1, forEver).kind).toBe('again')
  expect(plan(state(null, 8), 'unknown', 72 * 3_600, forEver)).toEqual({ kind: 'giveUp' })
})
