import { type Sql, statement } from '../sql/database.ts'
import type { Write } from '../sql/write.ts'

/** Marks the schedules of an agreement in the change that ends the agreement. The job "ending" then cancels them. */
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

/** Removes the mark from a schedule that was moved to another agreement since. */
export async function clearEnd(sql: Sql, id: string): Promise<void> {
  await sql.rows(clear, [id])
}
