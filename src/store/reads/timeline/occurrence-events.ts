import type { Tenant } from '../../../domain/enums.ts'
import type { EventFact } from '../../../domain/event-log/describe-event.ts'
import { type Sql, statement } from '../../sql/database.ts'
import { idsIn } from '../ids.ts'

export type OccurrenceEventRow = EventFact & { readonly occurrenceId: string }

// Uses the index events_of_occurrences, which has the same expression.
const occurrenceEventsStatement = statement<OccurrenceEventRow>(
  'occurrence-events',
  `SELECT event.data ->> 'occurrenceId' AS "occurrenceId", event.type, event.source, event.actor,
          event.occurred_at AS "occurredAt", event.status, event.data
   FROM events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND event.data ->> 'occurrenceId' = ANY (${idsIn('$3')}::text[])
     AND event.subject_type = 'Schedule'
   ORDER BY event.seq`,
)

/** All events about the schedules' occurrences, oldest first. */
export function occurrenceEvents(
  sql: Sql,
  tenant: Tenant,
  occurrenceIds: readonly string[],
): Promise<OccurrenceEventRow[]> {
  return sql.rows(occurrenceEventsStatement, [tenant.merchantId, tenant.mode, occurrenceIds])
}
