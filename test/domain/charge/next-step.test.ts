import { expect, test } from 'vitest'
import { nextStep, type PlannedRetry, type PlannedStatusQuery } from '../../../src/domain/charge/next-step.ts'

const at = new Date('2026-03-01T09:00:00Z')
const done = { status: 'CAPTURED', reconcileAt: null } as const
const later = new Date('2026-03-01T10:00:00Z')

const statusQueries = (...planned: PlannedStatusQuery[]) => ({ statusQueries: planned, retry: null })
const retry = (given: Partial<PlannedRetry> = {}) => ({
  statusQueries: [],
  retry: { scheduleId: 'sch_1', index: 2, tries: 1, because: 'INSUFFICIENT_FUNDS', at, ...given },
})

test('null if nothing is planned', () => {
  expect(nextStep(statusQueries(), done)).toBeNull()
})

test('a lost response leads to a status query', () => {
  expect(nextStep(statusQueries({ purpose: 'CAPTURE', state: 'UNKNOWN', at, statusQueries: 0 }), done)).toEqual({
    at,
    action: 'LOOK_UP',
    reason:
      'The response to the capture was lost, so the outcome is not known. The gateway queries the provider for it.',
  })
})

test('gives the number of status queries so far', () => {
  const reason = (times: number) =>
    nextStep(statusQueries({ purpose: 'REFUND', state: 'UNKNOWN', at, statusQueries: times }), done)?.reason
  expect(reason(1)).toMatch(/ Status queries so far: 1\.$/)
  expect(reason(4)).toMatch(/ Status queries so far: 4\.$/)
})

test('the earliest of several', () => {
  const step = nextStep(
    statusQueries(
      { purpose: 'REFUND', state: 'UNKNOWN', at: later, statusQueries: 2 },
      { purpose: 'CHARGE_CREATE', state: 'SENDING', at, statusQueries: 0 },
    ),
    done,
  )
  expect(step).toEqual({
    at,
    action: 'LOOK_UP',
    reason: 'The charge is in progress. If no response arrives before this time, the gateway queries the provider.',
  })
})

test('a waiting charge gets status queries, though no notification comes', () => {
  expect(nextStep(statusQueries(), { status: 'AUTHORIZATION_PENDING', reconcileAt: at })).toEqual({
    at,
    action: 'RECONCILE',
    reason:
      'The provider reports the outcome later. If no webhook arrives before this time, the gateway queries the ' +
      'provider.',
  })
})

test('a finished charge has no next step, though its records are compared once more', () => {
  expect(nextStep(statusQueries(), { status: 'CAPTURED', reconcileAt: later })).toBeNull()
})

test('a failed charge is charged again by its schedule', () => {
  expect(nextStep(retry(), { status: 'FAILED', reconcileAt: null })).toEqual({
    at,
    action: 'RETRY',
    reason:
      'Occurrence 2 of schedule sch_1 failed (INSUFFICIENT_FUNDS). A retry can succeed, so the gateway charges it again at ' +
      'this time, as its retry policy says. Attempts so far: 1.',
  })
  const other = nextStep(retry({ tries: 3, because: null }), { status: 'FAILED', reconcileAt: null })?.reason
  expect(other).toMatch(/ failed\. A retry can succeed, .* Attempts so far: 3\.$/)
})
