import type { Connections } from '../database/connections.ts'

/** All final records of the gateway, except values that no seed determines: transaction ids and sequences. */
export interface FinalRecords {
  readonly agreements: readonly AgreementInRecords[]
  readonly charges: readonly ChargeInRecords[]
  readonly operations: readonly OperationInRecords[]
  readonly schedules: readonly ScheduleInRecords[]
  readonly occurrences: readonly OccurrenceInRecords[]
  readonly providerRequests: readonly RequestInRecords[]
  readonly revocations: readonly { id: string; agreement_id: string; status: string }[]
  readonly events: readonly EventInRecords[]
  readonly notifications: readonly {
    id: string
    status: string
    deliveries: number
    tries: number
    due: boolean
    type: string
  }[]
  readonly keys: readonly { mutation: string; key: string; object_id: string }[]
}

export interface AgreementInRecords {
  readonly id: string
  readonly provider: 'PPRO' | 'APS'
  readonly status: string
  readonly version: number
  readonly provider_reference: string | null
  readonly needs_attention: boolean
  readonly failure_code: string | null
  /** Only for agreements: true after a request to revoke. */
  readonly revoked?: boolean
  /** Only for agreements: true if the consumer agreed only to a number of charges, until an end, or to an amount. */
  readonly bounded?: boolean
}

export interface ChargeInRecords extends AgreementInRecords {
  readonly agreement_id: string
  readonly amount: string
  readonly currency: string
  readonly reason: string
  readonly occurrence_id: string | null
  readonly schedule_id: string | null
  readonly attempt_number: number
  readonly retry_of_id: string | null
  readonly created_at: Date
}

export interface ScheduleInRecords {
  readonly id: string
  readonly agreement_id: string
  readonly status: string
  readonly version: number
  readonly interval_unit: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'
  readonly interval_count: number
  readonly anchor_date: string
  readonly time_of_day: string
  readonly time_zone: string
  readonly end_date: string | null
  readonly max_occurrences: number | null
  readonly created_at: Date
}

export interface OccurrenceInRecords {
  readonly id: string
  readonly schedule_id: string
  readonly index: number
  readonly status: string
  readonly status_reason: string | null
  readonly amount: string
  readonly due_date: string
  readonly due_at: Date
  readonly next_at: Date | null
  readonly tries: number
}

export interface OperationInRecords {
  readonly id: string
  readonly charge_id: string
  readonly kind: string
  readonly amount: string
  readonly status: string
  readonly provider_reference: string | null
  readonly provider_request_id: string | null
}

export interface RequestInRecords {
  readonly id: string
  readonly purpose: string
  readonly state: string
  readonly outcome: string | null
  readonly agreement_id: string
  readonly charge_id: string | null
  readonly operation_id: string | null
  readonly status_queries: number
  readonly planned: boolean
  readonly provider: 'PPRO' | 'APS'
  /** The longest time, in hours, without a status query while PPRO may still have known its key. */
  readonly unwatched_hours: number | null
}

export interface EventInRecords {
  readonly subject_id: string
  readonly type: string
  readonly version: number
  readonly change: boolean
  readonly previous_status: string | null
  readonly status: string | null
  readonly agreement_id: string | null
  readonly source: string
  readonly occurred_at: Date
  readonly data: unknown
}

const queries: Readonly<Record<keyof FinalRecords, string>> = {
  agreements: `SELECT id, provider, status, version, provider_reference, needs_attention, failure->>'code' AS failure_code,
    revoke_requested_at IS NOT NULL AS revoked,
    (ends_at IS NOT NULL OR charge_count IS NOT NULL OR agreed_amount IS NOT NULL) AS bounded FROM agreements ORDER BY id`,
  charges: `SELECT id, provider, status, version, provider_reference, needs_attention, failure->>'code' AS failure_code,
    agreement_id, amount::text, currency, reason, occurrence_id, schedule_id, attempt_number, retry_of_id, created_at
    FROM charges ORDER BY id`,
  operations: `SELECT o.id, o.charge_id, o.kind, o.amount::text, o.status, o.provider_reference, a.id AS provider_request_id
    FROM charge_operations o LEFT JOIN provider_requests a ON a.operation_id = o.id ORDER BY o.id`,
  schedules: `SELECT id, agreement_id, status, version, interval_unit, interval_count, anchor_date, time_of_day, time_zone, end_date,
    max_occurrences, created_at FROM schedules ORDER BY id`,
  occurrences: `SELECT id, schedule_id, index, status, status_reason, amount::text, due_date, due_at, next_at, tries
    FROM occurrences ORDER BY schedule_id, index`,
  providerRequests: `SELECT id, purpose, state, outcome, agreement_id, charge_id, operation_id, status_queries,
    next_status_query_at IS NOT NULL AS planned, provider, (SELECT (extract(epoch FROM max(c.gap)) / 3600)::float8 FROM (
      SELECT p.at - lag(p.at, 1, a.created_at) OVER (ORDER BY p.at, p.id) AS gap,
        lag(p.at, 1, a.created_at) OVER (ORDER BY p.at, p.id) AS since
      FROM provider_calls p WHERE p.provider_request_id = a.id) c WHERE c.since < a.created_at + interval '20 hours') AS unwatched_hours FROM provider_requests a ORDER BY id`,
  revocations: 'SELECT id, agreement_id, status FROM revocations ORDER BY id',
  // In the order in which the log is read.
  events: `SELECT subject_id, type, version, change, previous_status, status, agreement_id, source, occurred_at, data
    FROM events ORDER BY xid, seq`,
  notifications: `SELECT id, status, deliveries, tries, next_try_at IS NOT NULL AS due, type FROM provider_events ORDER BY id`,
  keys: 'SELECT mutation, key, object_id FROM idempotency_keys ORDER BY mutation, key',
}

export async function readFinalRecords({ observer }: Connections): Promise<FinalRecords> {
  const read: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(queries))
    read[name] = (await observer.query({ name: `records-${name}`, text })).rows
  return read as unknown as FinalRecords
}
