import { type Sql, statement } from '../sql/database.ts'

/** What came of a provider request's sendings so far, as far as that was recorded. */
export interface Sendings {
  /** Whose answers were lost, or that were not taken at all. */
  readonly unanswered: number
  readonly answered: number
}

const count = statement<Sendings>(
  'provider-request-sendings',
  `SELECT (count(*) FILTER (WHERE outcome IN ('unknown', 'notSent')))::int AS unanswered,
     (count(*) FILTER (WHERE outcome NOT IN ('unknown', 'notSent')))::int AS answered
   FROM provider_calls WHERE provider_request_id = $1 AND verb = 'send'`,
)

export async function sendingsOf(sql: Sql, providerRequestId: string): Promise<Sendings> {
  return (await sql.row(count, [providerRequestId])) ?? { unanswered: 0, answered: 0 }
}
