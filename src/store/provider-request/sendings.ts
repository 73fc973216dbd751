import { type Sql, statement } from '../sql/database.ts'

/** What came of an attempt's sendings so far, as far as that was recorded. */
export interface Sendings {
  /** Whose answers were lost, or that were not taken at all. */
  readonly unanswered: number
  readonly answered: number
}

const count = statement<Sendings>(
  'attempt-sendings',
  `SELECT (count(*) FILTER (WHERE outcome IN ('unknown', 'notSent')))::int AS unanswered,
     (count(*) FILTER (WHERE outcome NOT IN ('unknown', 'notSent')))::int AS answered
   FROM provider_calls WHERE attempt_id = $1 AND verb = 'send'`,
)

export async function sendingsOf(sql: Sql, attemptId: string): Promise<Sendings> {
  return (await sql.row(count, [attemptId])) ?? { unanswered: 0, answered: 0 }
}
