import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { Write } from '../sql/write.ts'

/** Tells the schedules of an agreement, in the change that ends it, that nothing is charged any more: the scheduler cancels them. */
export function endSchedulesOf(agreementId: string): Write {
  return {
    shape: 'end:schedules',
    text: parameter =>
      `UPDATE schedules SET agreement_ended = true
       WHERE agreement_id = ${parameter} AND status IN ('ACTIVE', 'PAUSED', 'PAST_DUE')`,
    parameter: agreementId,
  }
}

const clear = statement<never>('schedule-clear-end', 'UPDATE schedules SET agreement_ended = false WHERE id = $1')

/** Of a schedule that is charged under another agreement by now. False: nothing that anybody sees has changed. */
export async function clearEnd(sql: Sql, id: string): Promise<false> {
  await sql.rows(clear, [id])
  return false
}

export interface ScheduleName extends Tenant {
  readonly id: string
}

/** Of `schedules`: those to be canceled. */
export const endedSchedule = `agreement_ended AND status IN ('ACTIVE', 'PAUSED', 'PAST_DUE')`

const ended = statement<ScheduleName>(
  'schedules-ended',
  `SELECT s.id, s.merchant_id AS "merchantId", s.mode FROM schedules s
   WHERE ${endedSchedule} ORDER BY s.id LIMIT $1`,
)

/** Schedules of any tenant whose agreement has ended, and that do not know it yet. */
export function schedulesToEnd(sql: Sql, limit: number): Promise<ScheduleName[]> {
  return sql.rows(ended, [limit])
}
