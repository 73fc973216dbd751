import type { Tenant } from '../../domain/enums.ts'
import {
  type OccurrenceFacts,
  openSchedule,
  type ScheduleFacts,
  type ScheduleState,
} from '../../domain/schedule/transition.ts'
import { type Cause, eventRows } from '../event-log/rows.ts'
import { aggregateLock } from '../sql/aggregate-lock.ts'
import type { NewRow } from '../sql/columns.ts'
import { statement, type Transaction } from '../sql/database.ts'
import { insert, update, type Write } from '../sql/write.ts'
import { events } from '../tables/event.ts'
import { type OccurrenceRow, occurrences } from '../tables/occurrence.ts'
import { type ScheduleRow, schedules } from '../tables/schedule.ts'
import { recurrenceOf } from './recurrence.ts'

/** A schedule whose row is locked until the transaction ends, with the occurrences that its rules need. */
export interface LoadedSchedule {
  readonly row: ScheduleRow
  readonly occurrences: readonly OccurrenceRow[]
  readonly state: ScheduleState
}

/** Before the names of an occurrence's columns. */
const PERIOD = 'period.'

// Of its occurrences those that are not final, the one that is named, and the last: the next occurrence is counted from it. One
// statement may lock and read: its snapshot is taken after the advisory lock is held, and without that lock nobody changes
// what rules depend on.
const lock = statement<ScheduleRow>(
  'schedule-lock',
  `SELECT ${schedules.select('s')}, ${occurrences.selectAs('o', PERIOD)}
   FROM schedules s LEFT JOIN occurrences o ON o.schedule_id = s.id
     AND (o.status IN ('UPCOMING', 'PROCESSING', 'RETRYING') OR o.id = $4
       OR o.index = (SELECT max(l.index) FROM occurrences l WHERE l.schedule_id = $1))
   WHERE s.id = $1 AND s.merchant_id = $2 AND s.mode = $3::mode ORDER BY o.index FOR UPDATE OF s`,
)

/**
 * Locks a schedule and reads it. The transaction must hold its advisory lock already. Undefined where the tenant has no
 * such schedule. `occurrenceId` names an occurrence that is wanted though it is final.
 */
export async function lockSchedule(
  sql: Transaction,
  tenant: Tenant,
  id: string,
  occurrenceId: string | null = null,
): Promise<LoadedSchedule | undefined> {
  if (!sql.holds(aggregateLock('schedule', id))) throw new Error(`schedule ${id} is changed without its lock`)
  const found = await sql.rows(lock, [id, tenant.merchantId, tenant.mode, occurrenceId])
  const row = found[0] && schedules.pick(found[0], '')
  if (row === undefined) return undefined
  const loaded = found.flatMap(joined => occurrences.pick(joined, PERIOD) ?? [])
  return { row, occurrences: loaded, state: openSchedule(scheduleFacts(row), loaded) }
}

export function scheduleFacts(row: Omit<ScheduleRow, 'snapshotXmin'>): ScheduleFacts {
  const { version, status, statusReason, amount, currency, onExhausted } = row
  return { version, status, statusReason, amount, currency, onExhausted, recurrence: recurrenceOf(row) }
}

/** What is changed of a schedule besides its state: what no rule depends on. */
export type ScheduleColumns = Partial<
  Pick<ScheduleRow, 'agreementId' | 'retryAfterDays' | 'reference' | 'description' | 'metadata'>
>

type Schedule = Omit<ScheduleRow, 'snapshotXmin'>

/** What a changed state writes: the schedule, its occurrences and its events. Nothing where the state is as it was. */
export function scheduleWrites(
  loaded: LoadedSchedule,
  changed: ScheduleState,
  cause: Cause,
  columns: ScheduleColumns = {},
): { row: Schedule; writes: Write[] } {
  const { snapshotXmin: _, ...before } = loaded.row
  if (changed.steps.length === 0) return { row: before, writes: [] }
  const row = { ...before, ...columnsOf(changed.schedule), ...columns, updatedAt: cause.now }
  const known = new Map(loaded.occurrences.map(occurrence => [occurrence.id, occurrence]))
  const added = changed.occurrences
    .filter(({ id }) => !known.has(id))
    .map(facts => newOccurrence(row, facts, cause.now))
  const moved = changed.occurrences.flatMap(facts => {
    const present = known.get(facts.id)
    return present === undefined || (facts as object) === present
      ? []
      : [{ ...present, ...facts, ...released, updatedAt: cause.now }]
  })
  return {
    row,
    writes: [
      update(schedules, [row]),
      ...(moved.length > 0 ? [update(occurrences, moved)] : []),
      ...(added.length > 0 ? [insert(occurrences, added)] : []),
      insert(events, eventRows(scheduleSubject(row), cause, { ...changed, notes: [] }, row.version)),
    ],
  }
}

/** What a new schedule writes. */
export function newScheduleWrites(row: Schedule, state: ScheduleState, cause: Cause): Write[] {
  const told = eventRows(scheduleSubject(row), cause, { ...state, notes: [] }, row.version)
  const added = state.occurrences.map(facts => newOccurrence(row, facts, cause.now))
  return [insert(schedules, [row]), insert(occurrences, added), insert(events, told)]
}

/** What is decided is held by nobody. */
const released = { leaseUntil: null }

function columnsOf(facts: ScheduleFacts) {
  const { recurrence, ...columns } = facts
  return { ...columns, endDate: recurrence.endDate, maxOccurrences: recurrence.maxOccurrences }
}

function newOccurrence(
  { id, merchantId, mode, currency }: Schedule,
  facts: OccurrenceFacts,
  now: Date,
): NewRow<typeof occurrences> {
  return { ...facts, ...released, merchantId, mode, currency, scheduleId: id, createdAt: now, updatedAt: now }
}

export function scheduleSubject(row: Pick<ScheduleRow, 'id' | 'merchantId' | 'mode' | 'consumerId' | 'agreementId'>) {
  const { id, merchantId, mode, consumerId, agreementId } = row
  return { tenant: { merchantId, mode }, type: 'Schedule', id, consumerId, agreementId } as const
}
