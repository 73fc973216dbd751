import type { Recurrence } from '../../../../src/domain/schedule/recurrence.ts'

/** Every month from 31 January 2026 on at nine in Berlin, without an end, unless a test says otherwise. */
export function monthly(given: Partial<Recurrence> = {}): Recurrence {
  return {
    anchorDate: '2026-01-31',
    interval: 'MONTH',
    intervalCount: 1,
    timeOfDay: '09:00',
    timeZone: 'Europe/Berlin',
    endDate: null,
    maxOccurrences: null,
    ...given,
  }
}
