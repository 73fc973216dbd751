import { type Sql, statement } from '../../src/store/sql/database.ts'
import { type ChargeRow, charges } from '../../src/store/tables.ts'

/** The client's reads before its requests. The simulation has one merchant. */
export interface OccurrenceState {
  readonly id: string
  readonly status: string
}

const occurrences = statement<OccurrenceState>(
  'simulated-occurrences',
  'SELECT o.id, o.status FROM occurrences o WHERE o.schedule_id = $1 ORDER BY o.index',
)
const chargesMade = statement<ChargeRow>(
  'simulated-charges',
  `SELECT ${charges.select('c')} FROM charges c WHERE c.schedule_id = $1 ORDER BY c.id`,
)
const nextDue = statement<{ at: Date | null }>('simulated-due', 'SELECT min(o.next_at) AS at FROM occurrences o')

export function occurrencesOfSchedule(sql: Sql, scheduleId: string): Promise<OccurrenceState[]> {
  return sql.rows(occurrences, [scheduleId])
}

export function chargesOfSchedule(sql: Sql, scheduleId: string): Promise<ChargeRow[]> {
  return sql.rows(chargesMade, [scheduleId])
}

export async function nextDueOfAll(sql: Sql): Promise<Date | undefined> {
  return (await sql.row(nextDue))?.at ?? undefined
}
