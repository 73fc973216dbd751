import { expect, test } from 'vitest'
import { nextReconciliation, waitingOfAgreement } from '../../../src/domain/provider-request/reconciliation.ts'

const changedAt = new Date('2027-01-01T00:00:00Z')
const minutes = 60_000
const hours = 60 * minutes
const days = 24 * hours

/** How long after it was last asked about, so and so long after its last change, it is asked about again. */
const waitMs = (waiting: Parameters<typeof nextReconciliation>[0], ageMs: number) => {
  const now = new Date(changedAt.getTime() + ageMs)
  const next = nextReconciliation(waiting, changedAt, now)
  return next && next.getTime() - now.getTime()
}

test.each([
  ['waiting', 0, 30_000],
  ['waiting', 10 * minutes, 5 * minutes],
  ['waiting', 30 * days, 6 * hours],
  ['resting', 0, days],
  ['resting', 30 * days, days],
  ['longLived', 0, days],
  ['longLived', 2 * days, days],
  ['longLived', 6 * days, 3 * days],
  ['longLived', 400 * days, 7 * days],
  ['settled', 0, days],
  ['settled', 23 * hours, hours],
  ['settled', days, null],
  ['elsewhere', 0, null],
] as const)('%s, %i ms after its last change: next status query after %s ms', (waiting, ageMs, expected) => {
  expect(waitMs(waiting, ageMs)).toBe(expected)
})

test('an agreement that is ACTIVE may go on so for years; one that is not yet waits; one that has ended is not asked about', () => {
  expect(waitingOfAgreement('ACTIVE')).toBe('longLived')
  expect(waitingOfAgreement('AUTHENTICATION_PENDING')).toBe('waiting')
  expect(waitingOfAgreement('INITIALIZING')).toBe('elsewhere')
  expect(waitingOfAgreement('REVOKED_BY_CONSUMER')).toBe('elsewhere')
})
