import { expect, test } from 'vitest'
import { chargeTimeline } from '../../../src/domain/event-log/timeline.ts'
import type { EventFact } from '../../../src/domain/event-log/timeline-events.ts'
import { type ChargedOccurrence, describeOccurrenceEvent } from '../../../src/domain/event-log/timeline-occurrences.ts'

const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 9, 0, second))
const event = (type: string, given: Partial<EventFact> = {}): EventFact => ({
  type,
  source: 'SCHEDULER',
  actor: 'scheduler',
  occurredAt: at(0),
  status: null,
  data: null,
  ...given,
})
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
  chargeTimeline({ events, calls: [], webhooks: [], occurrence: told })

test('a charge says which occurrence of which schedule it is for, and that it is tried again', () => {
  expect(timeline(occurrence()).map(({ summary }) => summary)).toEqual([
    'Charge of 10.00 USD recorded, before anything was sent. It is for occurrence 3 of schedule sch_1, due at 2026-03-01T09:00:00.000Z.',
  ])
  expect(timeline(occurrence({ attemptNumber: 2 })).map(({ summary }) => summary)).toEqual([
    'Charge of 10.00 USD recorded, before anything was sent. It is try 2 of occurrence 3 of schedule sch_1, due at 2026-03-01T09:00:00.000Z.',
  ])
})

test('what became of the occurrence comes after what decided it, and its charging is told once', () => {
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
    summary: 'Occurrence 3 of the schedule could not be charged (X). It is tried again once the schedule is resumed.',
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
    'Occurrence 3 of the schedule could not be charged (INSUFFICIENT_FUNDS). It is tried again at 2026-03-02T09:00:00.000Z. The schedule is now PAST_DUE.',
  ],
  [
    'failed',
    { reason: 'EXPIRED_CARD' },
    null,
    'Occurrence 3 of the schedule has failed (EXPIRED_CARD) and is not retried automatically.',
  ],
  ['skipped', { reason: 'a gift' }, null, 'Occurrence 3 of the schedule is skipped (a gift).'],
  ['processing', {}, 'ACTIVE', undefined],
] as const)('tells %s', (word, data, status, summary) => {
  expect(describeOccurrenceEvent(event(`schedule.occurrence_${word}`, { status, data: { index: 3, ...data } }))).toBe(
    summary,
  )
})
