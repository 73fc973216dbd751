import type { Tenant } from '../../domain/enums.ts'
import {
  isTerminalSchedule,
  type OccurrenceFacts,
  openSchedule,
  type ScheduleFacts,
  type ScheduleState,
} from '../../domain/schedule/transition.ts'
import { type Cause, type EventNote, type EventSubjectState, eventRows, noteRow } from '../event-log/rows.ts'
import { requireLock } from '../sql/aggregate-lock.ts'
import type { NewRow } from '../sql/columns.ts'
import { statement, type Transaction } from '../sql/database.ts'
import { insert, update, type Write } from '../sql/write.ts'
import { events, type OccurrenceRow, occurrences, type ScheduleRow, schedules } from '../tables.ts'
import { recurrenceOf } from './recurrence.ts'

/** A schedule that is loaded for a change: its row is locked until the transaction ends. */
export interface LoadedSchedule {
  readonly row: ScheduleRow
  /** The occurrences that its rules need. */
  readonly occurrences: readonly OccurrenceRow[]
  readonly state: ScheduleState
}

/** The prefix of an occurrence's columns. */
const OCCURRENCE = 'occurrence.'

// Loads the occurrences that are not final, the named one, and the last one, from which the next occurrence is counted.
// One statement can lock and read: its snapshot is taken after the advisory lock is held, and what rules depend on
// changes only under that lock.
const load = statement<object>(
  'schedule-load',
  `SELECT ${schedules.select('s')}, ${occurrences.selectAs('o', OCCURRENCE)}
   FROM schedules s LEFT JOIN occurrences o ON o.schedule_id = s.id
     AND (o.status IN ('UPCOMING', 'PROCESSING', 'RETRYING') OR o.id = $4
       OR o.index = (SELECT max(l.index) FROM occurrences l WHERE l.schedule_id = $1))
   WHERE s.id = $1 AND s.merchant_id = $2 AND s.mode = $3::mode ORDER BY o.index FOR UPDATE OF s`,
)

/**
 * Locks a schedule and reads it. The transaction must hold its advisory lock already. Undefined if the tenant has no
 * such schedule. `occurrenceId` names an occurrence to load even if it is final.
 */
export async function loadSchedule(
  sql: Transaction,
  tenant: Tenant,
  id: string,
  occurrenceId: string | null = null,
): Promise<LoadedSchedule | undefined> {
  requireLock(sql, 'schedule', id)
  const found = await sql.rows(load, [id, tenant.merchantId, tenant.mode, occurrenceId])
  const row = found[0] && schedules.pick(found[0], '')
  if (row === undefined) return undefined
  const loaded = found.flatMap(joined => occurrences.pick(joined, OCCURRENCE) ?? [])
  return { row, occurrences: loaded, state: openSchedule(scheduleFacts(row), loaded) }
}

export function scheduleFacts(row: NewSchedule): ScheduleFacts {
  const { version, status, statusReason, amount, currency, onExhausted } = row
  return { version, status, statusReason, amount, currency, onExhausted, recurrence: recurrenceOf(row) }
}

/** The columns that a change sets besides the state. No rule depends on them. */
export type ScheduleColumns = Partial<
  Pick<ScheduleRow, 'agreementId' | 'retryAfterDays' | 'reference' | 'description' | 'metadata'>
>

/** A schedule to be written, without the columns that the database computes. */
export type NewSchedule = Omit<ScheduleRow, 'snapshotXmin'>

/** The writes of a changed state: the schedule, its occurrences and its events. Nothing if the state is unchanged. */
export function scheduleWrites(
  loaded: LoadedSchedule,
  changed: ScheduleState,
  cause: Cause,
  columns: ScheduleColumns = {},
): { row: NewSchedule; writes: Write[] } {
  const before = loaded.row
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
      update(occurrences, moved),
      insert(occurrences, added),
      insert(events, eventRows(scheduleSubject(row), cause, { ...changed, notes: [] }, stateOf(row))),
    ],
  }
}

/** The writes of a new schedule. */
export function newScheduleWrites(row: NewSchedule, state: ScheduleState, cause: Cause): Write[] {
  const added = state.occurrences.map(facts => newOccurrence(row, facts, cause.now))
  const created = eventRows(scheduleSubject(row), cause, { ...state, notes: [] }, stateOf(row))
  return [insert(schedules, [row]), insert(occurrences, added), insert(events, created)]
}

/** The write of a note that changes nothing: its event. */
export function scheduleNoteWrites({ row }: LoadedSchedule, note: EventNote, cause: Cause): Write[] {
  return [insert(events, [noteRow(scheduleSubject(row), cause, note, row.version)])]
}

function stateOf({ version, status }: NewSchedule): EventSubjectState {
  return { version, status, terminal: isTerminalSchedule(status) }
}

/** A change of an occurrence ends its lease. */
const released = { leaseUntil: null }

function columnsOf(facts: ScheduleFacts) {
  const { recurrence, ...columns } = facts
  return { ...columns, endDate: recurrence.endDate, maxOccurrences: recurrence.maxOccurrences }
}

function newOccurrence(
  { id, merchantId, mode, currency }: NewSchedule,
  facts: OccurrenceFacts,
  now: Date,
): NewRow<typeof occurrences> {
  return { ...facts, ...released, merchantId, mode, currency, scheduleId: id, createdAt: now, updatedAt: now }
}

function scheduleSubject(row: Pick<ScheduleRow, 'id' | 'merchantId' | 'mode' | 'consumerId' | 'agreementId'>) {
  const { id, merchantId, mode, consumerId, agreementId } = row
  return { tenant: { merchantId, mode }, type: 'Schedule', id, consumerId, agreementId } as const
}
