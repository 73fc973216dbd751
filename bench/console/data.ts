import type pg from 'pg'
import type { Tenant } from '../../src/domain/enums.ts'

/** A year of a merchant's payments, up to now. */
export interface ConsoleSize {
  readonly charges: number
  readonly agreements: number
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Fills the tables with a year: charges spread evenly, of two providers, four currencies and every status, with retries, declines,
 * webhooks and a few things that need attention. Ids have the time of their row, as those of the gateway.
 */
export async function fillYear(client: pg.Client, { merchantId, mode }: Tenant, size: ConsoleSize): Promise<void> {
  const tenant = `'${merchantId}', '${mode}'::mode`
  // Correct rows need no foreign keys, and no trigger.
  await client.query('SET session_replication_role = replica')
  // What is due or unchecked would be worked on while it is measured.
  await client.query(`UPDATE integrity_pass SET next_at = 'infinity', full_due_at = 'infinity'`)
  const indexes = await slowIndexes(client)
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`)
  for (const statement of [...sources(size), ...inserts(tenant)]) await client.query(statement)
  for (const { definition } of indexes) await client.query(definition)
  await client.query('VACUUM ANALYZE')
}

/** Indexes are made faster of all rows than row by row. Unique ones stay: foreign keys need them. */
async function slowIndexes(client: pg.Client): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS definition
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
       JOIN pg_class x ON x.oid = i.indexrelid
     WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique AND NOT i.indisexclusion AND NOT x.relispartition`,
  )
  return rows
}

/** The ten characters of an id that say its time. */
const timeOf = (at: string) => {
  const ms = `(extract(epoch FROM ${at}) * 1000)::bigint`
  const characters = Array.from(
    { length: 10 },
    (_, index) => `substr('${ALPHABET}', ((${ms} >> ${45 - 5 * index}) & 31)::int + 1, 1)`,
  )
  return characters.join(' || ')
}
const id = (prefix: string, from: string) => `'${prefix}_' || ${from}.tail`
const tail = (at: string, number: string) => `${timeOf(at)} || lpad((${number})::text, 16, '0')`

function sources({ charges, agreements }: ConsoleSize): string[] {
  return [
    `CREATE TEMP TABLE a AS SELECT n, at, ${tail('at', 'n')} AS tail FROM (
       SELECT n, date_trunc('milliseconds', now()) - interval '370 days' + n * interval '1 second' AS at
       FROM generate_series(0, ${agreements - 1}) n) one`,
    `CREATE TEMP TABLE c AS SELECT one.*, ${tail('one.at', 'one.n')} AS tail, a.tail AS parent,
       CASE WHEN k < 8 THEN 'FAILED' WHEN k < 10 THEN 'VOIDED' WHEN k < 13 THEN 'REFUNDED' WHEN k < 15 THEN 'PARTIALLY_REFUNDED'
         WHEN k = 15 THEN 'AUTHORIZED' WHEN one.n % 20000 = 16 THEN 'UNKNOWN' ELSE 'CAPTURED' END::charge_status AS status,
       CASE WHEN k % 20 < 14 THEN 'USD' WHEN k % 20 < 18 THEN 'EUR' WHEN k % 20 = 18 THEN 'JPY' ELSE 'AED' END AS currency,
       CASE WHEN a.n % 100 < 55 THEN 'PPRO' ELSE 'APS' END::provider_code AS provider,
       CASE WHEN a.n % 100 < 55 THEN 'AMAZON_PAY' ELSE 'CARD' END AS method,
       CASE WHEN one.n >= ${agreements} AND k IN (3, 4, 50, 51, 52) THEN 2 ELSE 1 END AS attempt_number,
       1000 + one.n % 9000 AS amount
     FROM (SELECT n, n % 100 AS k, date_trunc('milliseconds', now() - (${charges} - n) * (interval '365 days' / ${charges})) AS at
       FROM generate_series(0, ${charges - 1}) n) one JOIN a ON a.n = one.n % ${agreements}`,
    `CREATE INDEX ON c (n)`,
    `ANALYZE c`,
  ]
}

const codes = `(ARRAY['INSUFFICIENT_FUNDS', 'DO_NOT_HONOR', 'EXPIRED_CARD', 'GENERIC_DECLINE', 'VELOCITY_EXCEEDED'])[c.n % 5 + 1]`
const failure = `jsonb_build_object('kind', 'SOFT_DECLINE', 'code', ${codes}, 'advice', 'RETRY_LATER', 'message', 'declined')`

function inserts(tenant: string): string[] {
  return [
    `INSERT INTO consumers (id, merchant_id, mode, version, snapshot_xmin, reference, country, created_at, updated_at)
     SELECT ${id('con', 'a')}, ${tenant}, 1, 0, 'customer-' || n, 'US', at, at FROM a`,
    `INSERT INTO agreements (id, merchant_id, mode, version, snapshot_xmin, consumer_id, provider, payment_method, status, amount_rule,
       reference, authentication_methods, provider_reference, created_at, updated_at)
     SELECT ${id('agr', 'a')}, ${tenant}, 1, 0, ${id('con', 'a')}, CASE WHEN n % 100 < 55 THEN 'PPRO' ELSE 'APS' END::provider_code,
       CASE WHEN n % 100 < 55 THEN 'AMAZON_PAY' ELSE 'CARD' END, 'ACTIVE', 'VARIABLE', 'subscription-' || n, '[]', 'agreement-' || n, at, at
     FROM a`,
    `INSERT INTO schedules (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, status, amount, currency,
       interval_unit, interval_count, anchor_date, time_of_day, time_zone, retry_after_days, on_exhausted, reference, created_at, updated_at)
     SELECT ${id('sch', 'a')}, ${tenant}, 1, 0, ${id('agr', 'a')}, ${id('con', 'a')},
       CASE WHEN n % 10 = 0 THEN 'PAUSED' WHEN n % 10 < 5 THEN 'CANCELED' ELSE 'ACTIVE' END::schedule_status, 1000, 'USD', 'MONTH', 1,
       '2026-01-01', '12:00', 'UTC', '{}', 'PAUSE', 'schedule-' || n, at, at FROM a`,
    `INSERT INTO charges (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, provider, payment_method, status,
       amount, currency, capture_mode, initiator, reason, retry_of_id, attempt_number, authentication_methods, failure, reference,
       provider_reference, needs_attention, created_at, updated_at)
     SELECT ${id('chg', 'c')}, ${tenant}, 3, 0, 'agr_' || parent, 'con_' || parent, provider, method, status, amount, currency, 'AUTOMATIC',
       'MERCHANT', 'UNSCHEDULED', CASE WHEN attempt_number = 2 THEN ${id('chg', 'c')} END, attempt_number, '[]',
       CASE WHEN status = 'FAILED' THEN ${failure} END, 'invoice-' || n, 'payment-' || n, n % 20000 = 11, at, at FROM c`,
    `INSERT INTO charge_operations (id, merchant_id, mode, charge_id, kind, amount, currency, status, failure, created_at, updated_at)
     SELECT ${id('auz', 'c')}, ${tenant}, ${id('chg', 'c')}, 'AUTHORIZATION', amount, currency,
       CASE status WHEN 'FAILED' THEN 'FAILED' WHEN 'UNKNOWN' THEN 'UNKNOWN' ELSE 'SUCCEEDED' END::operation_status,
       CASE WHEN status = 'FAILED' THEN ${failure} END, at, at FROM c`,
    ...[
      ['cap', 'CAPTURE', 'amount', `'CAPTURED', 'REFUNDED', 'PARTIALLY_REFUNDED'`],
      [
        'ref',
        'REFUND',
        `CASE status WHEN 'REFUNDED' THEN amount ELSE amount / 2 END`,
        `'REFUNDED', 'PARTIALLY_REFUNDED'`,
      ],
      ['voi', 'VOID', 'amount', `'VOIDED'`],
    ].map(
      ([prefix = '', kind, amount, statuses]) =>
        `INSERT INTO charge_operations (id, merchant_id, mode, charge_id, kind, amount, currency, status, created_at, updated_at)
         SELECT ${id(prefix, 'c')}, ${tenant}, ${id('chg', 'c')}, '${kind}', ${amount}, currency, 'SUCCEEDED', at, at
         FROM c WHERE status IN (${statuses})`,
    ),
    `INSERT INTO provider_requests (id, merchant_id, mode, provider, purpose, agreement_id, charge_id, operation_id, state,
       encrypted_request, first_sent_at, next_status_query_at, settled_at, created_at)
     SELECT ${id('att', 'c')}, ${tenant}, provider, 'CHARGE_CREATE', 'agr_' || parent, ${id('chg', 'c')}, ${id('auz', 'c')},
       CASE status WHEN 'UNKNOWN' THEN 'UNKNOWN' ELSE 'SETTLED' END::request_state, '\\x00', at,
       CASE WHEN status = 'UNKNOWN' THEN 'infinity'::timestamptz END, CASE WHEN status <> 'UNKNOWN' THEN at END, at FROM c`,
    `INSERT INTO provider_events (id, provider, merchant_id, mode, provider_event_id, type, status, deliveries, subject_type, subject_id,
       consumer_id, error, received_at, processed_at)
     SELECT ${id('pev', 'c')}, provider, ${tenant}, 'event-' || n, 'PAYMENT', state, 1, 'Charge', ${id('chg', 'c')}, 'con_' || parent,
       CASE WHEN state = 'FAILED' THEN 'Undecided' END, at, CASE WHEN state = 'PROCESSED' THEN at + (20 + n % 400) * interval '1 ms' END
     FROM (SELECT c.*, CASE WHEN n % 10000 = 1 THEN 'FAILED' WHEN n % 10000 < 4 THEN 'UNMATCHED' ELSE 'PROCESSED' END::provider_event_status
       AS state FROM c) c`,
    `INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, agreement_id, version,
       change, status, data, snapshot_xmin)
     SELECT ${id('evt', 'c')}, ${tenant}, 'charge.created', 'API', at, 'Charge', ${id('chg', 'c')}, 'con_' || parent, 'agr_' || parent, 1,
       true, 'PROCESSING', jsonb_build_object('amount', amount::text), 0 FROM c`,
  ]
}
