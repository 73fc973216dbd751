import { expect, test } from 'vitest'
import type { EventFact } from '../../../src/domain/event-log/describe-event.ts'
import { type ChargedOccurrence, chargeTimeline } from '../../../src/domain/event-log/timeline.ts'

const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 9, 0, second))
/** As the log stores it: a type and JSON. */
const event = (type: string, given: object = {}) =>
  ({
    ...{ type, source: 'SCHEDULER', actor: 'scheduler', occurredAt: at(0), status: null, data: { index: 3 } },
    ...given,
  }) as EventFact
const occurrence = (given: Partial<ChargedOccurrence> = {}): ChargedOccurrence => ({
  scheduleId: 'sch_1',
  index: 3,
  dueAt: at(0),
  attemptNumber: 1,
  events: [],
  ...given,
})
const created = event('charge.created', { data: { amount: '1000', currency: 'USD' }, status: 'PROCESSING' })
const timeline = (told: ChargedOccurrence, events: readonly EventFact[] = [created]) =>
  chargeTimeline({ events, calls: [], webhooks: [], occurrence: told, archivedSince: null })

test('a charge names its occurrence and schedule, and says that it is retried', () => {
  expect(timeline(occurrence()).map(({ summary }) => summary)).toEqual([
    'Charge of 10.00 USD recorded, before anything was sent. It is for occurrence 3 of schedule sch_1, due at 2026-03-01T09:00:00.000Z.',
  ])
  expect(timeline(occurrence({ attemptNumber: 2 })).map(({ summary }) => summary)).toEqual([
    'Charge of 10.00 USD recorded, before anything was sent. It is attempt 2 for occurrence 3 of schedule sch_1, due at 2026-03-01T09:00:00.000Z.',
  ])
})

test('the result of the occurrence comes after its cause, and its charge is listed once', () => {
  const data = { index: 3, occurrenceId: 'occ_1' }
  const story = timeline(
    occurrence({
      events: [
        event('schedule.occurrence_processing', { data }),
        event('schedule.occurrence_retrying', { occurredAt: at(2), data: { ...data, reason: 'X' } }),
      ],
    }),
    [created, event('charge.authorization_failed', { occurredAt: at(2), data: { amount: '1000', currency: 'USD' } })],
  )
  expect(story.map(({ type }) => type)).toEqual([
    'charge.created',
    'charge.authorization_failed',
    'schedule.occurrence_retrying',
  ])
  expect(story[2]).toEqual({
    at: at(2),
    source: 'SCHEDULER',
    actor: 'scheduler',
    type: 'schedule.occurrence_retrying',
    summary: 'Occurrence 3 of the schedule could not be charged (X). The retry waits until the schedule is resumed.',
    detail: { ...data, reason: 'X' },
  })
})

test.each([
  ['paid', {}, null, 'Occurrence 3 of the schedule is paid.'],
  ['paid', {}, 'ACTIVE', 'Occurrence 3 of the schedule is paid. The schedule is now ACTIVE.'],
  [
    'retrying',
    { reason: 'INSUFFICIENT_FUNDS', nextRetryAt: '2026-03-02T09:00:00.000Z' },
    'PAST_DUE',
    'Occurrence 3 of the schedule could not be charged (INSUFFICIENT_FUNDS). The next retry is at 2026-03-02T09:00:00.000Z. The schedule is now PAST_DUE.',
  ],
  [
    'failed',
    { reason: 'EXPIRED_CARD' },
    null,
    'Occurrence 3 of the schedule has failed (EXPIRED_CARD): there are no more automatic retries.',
  ],
  ['skipped', { reason: 'a gift' }, null, 'Occurrence 3 of the schedule is skipped (a gift).'],
  ['processing', {}, 'ACTIVE', undefined],
] as const)('tells %s', (word, data, status, summary) => {
  const told = event(`schedule.occurrence_${word}`, { status, data: { index: 3, ...data } })
  const entries = timeline(occurrence({ events: [told] }), [])
  expect(entries.map(entry => entry.summary)).toEqual(summary === undefined ? [] : [summary])
})
