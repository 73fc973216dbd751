import { newId } from '../../../src/base/id.ts'
import { occurrenceAt } from '../../../src/domain/schedule/recurrence.ts'
import { recurrenceOf } from '../../../src/store/schedule/recurrence.ts'
import type { NewRow } from '../../../src/store/sql/columns.ts'
import type { Sql } from '../../../src/store/sql/database.ts'
import { insert, write } from '../../../src/store/sql/write.ts'
import { occurrences, schedules } from '../../../src/store/tables.ts'
import { type NewAgreement, nextInstant } from './rows.ts'

// As rows.ts: schedules and their occurrences in any state.

export type NewSchedule = NewRow<typeof schedules>
export type NewOccurrence = NewRow<typeof occurrences>

/** Monthly on the first, 09:00 in New York, unless the arguments say otherwise. */
export async function addSchedule(
  sql: Sql,
  agreement: NewAgreement,
  given: Partial<NewSchedule> = {},
): Promise<NewSchedule> {
  const now = nextInstant()
  const row: NewSchedule = {
    id: newId('schedule', now),
    merchantId: agreement.merchantId,
    mode: agreement.mode,
    version: 1,
    agreementId: agreement.id,
    consumerId: agreement.consumerId,
    status: 'ACTIVE',
    statusReason: null,
    amount: 1_000n,
    currency: 'USD',
    intervalUnit: 'MONTH',
    intervalCount: 1,
    anchorDate: '2026-03-01',
    timeOfDay: '09:00',
    timeZone: 'America/New_York',
    endDate: null,
    maxOccurrences: null,
    retryAfterDays: [1, 3, 7],
    onExhausted: 'PAUSE',
    reference: null,
    description: null,
    metadata: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  }
  await write(sql, [insert(schedules, [row])])
  return row
}

/** An occurrence at the date that the schedule's rule gives. UPCOMING by default. */
export async function addOccurrence(
  sql: Sql,
  schedule: NewSchedule,
  given: Partial<NewOccurrence> = {},
): Promise<NewOccurrence> {
  const now = nextInstant()
  const index = given.index ?? 0
  const occurrence = occurrenceAt({ ...recurrenceOf(schedule), endDate: null, maxOccurrences: null }, index)
  if (occurrence === undefined) throw new RangeError(`occurrence ${index} is past the year 9999`)
  const { date: dueDate, at: dueAt } = occurrence
  const upcoming = given.status === undefined || given.status === 'UPCOMING'
  const row: NewOccurrence = {
    id: newId('occurrence', now),
    merchantId: schedule.merchantId,
    mode: schedule.mode,
    scheduleId: schedule.id,
    index,
    status: 'UPCOMING',
    statusReason: null,
    amount: schedule.amount,
    currency: schedule.currency,
    dueDate,
    dueAt,
    nextAt: upcoming ? dueAt : null,
    tries: 0,
    lastTriedAt: null,
    leaseUntil: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  }
  await write(sql, [insert(occurrences, [row])])
  return row
}
