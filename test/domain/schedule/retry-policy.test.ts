import { expect, test } from 'vitest'
import { defaultRetryPolicy, retryPolicyIssues } from '../../../src/domain/schedule/retry-policy.ts'

const issues = (...retryAfterDays: number[]) =>
  retryPolicyIssues(['retryPolicy'], { retryAfterDays }).map(({ path, code }) => `${path.join('.')} ${code}`)

test('by default: after 1, 3 and 7 days, then PAUSE (scenario 21)', () => {
  expect(defaultRetryPolicy).toEqual({ retryAfterDays: [1, 3, 7], onExhausted: 'PAUSE' })
  expect(issues(...defaultRetryPolicy.retryAfterDays)).toEqual([])
})

test.each([
  ['none', []],
  ['the first and the last', [1, 60]],
  ['twenty', Array.from({ length: 20 }, (_, index) => index + 1)],
])('accepted: %s (scenario 21)', (_, days) => {
  expect(issues(...days)).toEqual([])
})

test.each([
  ['before the first day', [0], ['retryPolicy.retryAfterDays.0 RANGE']],
  ['after the last', [1, 61], ['retryPolicy.retryAfterDays.1 RANGE']],
  ['not a whole day', [1.5], ['retryPolicy.retryAfterDays.0 RANGE']],
  ['the same twice', [2, 2], ['retryPolicy.retryAfterDays.1 RANGE']],
  ['falling', [3, 1, 2], ['retryPolicy.retryAfterDays.1 RANGE']],
  ['all at once', [-1, 5, 4, 99], [0, 2, 3].map(index => `retryPolicy.retryAfterDays.${index} RANGE`)],
  ['too many', Array.from({ length: 21 }, (_, index) => index + 1), ['retryPolicy.retryAfterDays TOO_LONG']],
])('refused: %s (scenario 21)', (_, days, found) => {
  expect(issues(...days)).toEqual(found)
})
