import pg from 'pg'

export interface IntegritySize {
  readonly schedules: number
  /** Charged and paid occurrences of each schedule. */
  readonly chargesOfEach: number
}

/**
 * Fills the tables with years of subscriptions: each schedule on an agreement of its own, each occurrence paid by a
 * charge, one more to come, and all events. Every integrity check holds.
 */
export async function fillSubscriptions(
  databaseUrl: string,
  { schedules, chargesOfEach }: IntegritySize,
): Promise<void> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    // Correct rows need no foreign keys; the checks that follow do.
    await client.query(`SET session_replication_role = replica`)
    await client.query(`INSERT INTO merchants (id, name, created_at) VALUES ('mer_bench', 'bench', now())`)
    await client.query(`CREATE TEMP TABLE s AS SELECT n, ${id('con', 'n')} AS consumer, ${id('agr', 'n')} AS agreement,
      ${id('sch', 'n')} AS schedule FROM generate_series(1, ${schedules}) n`)
    await client.query(`CREATE TEMP TABLE c AS SELECT s.*, i, ${id('chg', 'n * 1000 + i')} AS charge,
      ${id('auz', 'n * 1000 + i')} AS auth, ${id('cap', 'n * 1000 + i')} AS capture, ${id('occ', 'n * 1000 + i')} AS occurrence,
      '2020-01-01Z'::timestamptz + i * interval '30 days' AS at FROM s, generate_series(0, ${chargesOfEach - 1}) i`)
    for (const insert of inserts(chargesOfEach)) await client.query(insert)
    await client.query('VACUUM ANALYZE')
  } finally {
    await client.end()
  }
}

const id = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 26, '0')`
const tenant = `'mer_bench', 'TEST'::mode`

function inserts(chargesOfEach: number): string[] {
  const scheduleVersion = 1 + 2 * chargesOfEach
  return [
    `INSERT INTO consumers (id, merchant_id, mode, version, snapshot_xmin, country, created_at, updated_at)
     SELECT consumer, ${tenant}, 1, 0, 'US', now(), now() FROM s`,
    `INSERT INTO agreements (id, merchant_id, mode, version, snapshot_xmin, consumer_id, provider, payment_method, status,
       amount_rule, authentication_methods, provider_reference, reconcile_at, created_at, updated_at)
     SELECT agreement, ${tenant}, 1, 0, consumer, 'PPRO', 'AMAZON_PAY', 'ACTIVE', 'VARIABLE', '[]', 'p' || n,
       now() + interval '1 day', now(), now() FROM s`,
    `INSERT INTO schedules (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, status, amount, currency,
       interval_unit, interval_count, anchor_date, time_of_day, time_zone, retry_after_days, on_exhausted, created_at, updated_at)
     SELECT schedule, ${tenant}, ${scheduleVersion}, 0, agreement, consumer, 'ACTIVE', 1000, 'USD', 'MONTH', 1, '2020-01-01',
       '12:00', 'UTC', '{}', 'PAUSE', now(), now() FROM s`,
    `INSERT INTO occurrences (id, merchant_id, mode, schedule_id, index, status, amount, currency, due_date, due_at, created_at, updated_at)
     SELECT occurrence, ${tenant}, schedule, i, 'PAID', 1000, 'USD', '2020-01-01', at, at, at FROM c`,
    `INSERT INTO occurrences (id, merchant_id, mode, schedule_id, index, status, amount, currency, due_date, due_at, next_at, created_at, updated_at)
     SELECT ${id('occ', 'n * 1000 + 999')}, ${tenant}, schedule, ${chargesOfEach}, 'UPCOMING', 1000, 'USD', '2040-01-01',
       '2040-01-01Z', '2040-01-01Z', now(), now() FROM s`,
    `INSERT INTO charges (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, provider, payment_method, status,
       amount, currency, capture_mode, initiator, reason, schedule_id, occurrence_id, attempt_number, authentication_methods,
       provider_reference, created_at, updated_at)
     SELECT charge, ${tenant}, 3, 0, agreement, consumer, 'PPRO', 'AMAZON_PAY', 'CAPTURED', 1000, 'USD', 'AUTOMATIC', 'MERCHANT',
       'SCHEDULED', schedule, occurrence, 1, '[]', 'p' || charge, at, at FROM c`,
    ...(['AUTHORIZATION auth', 'CAPTURE capture'] as const).map(both => {
      const [kind, column] = both.split(' ')
      return `INSERT INTO charge_operations (id, merchant_id, mode, charge_id, kind, amount, currency, status, created_at, updated_at)
        SELECT ${column}, ${tenant}, charge, '${kind}', 1000, 'USD', 'SUCCEEDED', at, at FROM c`
    }),
    `INSERT INTO provider_requests (id, merchant_id, mode, provider, purpose, agreement_id, charge_id, operation_id, state,
       encrypted_request, first_sent_at, settled_at, created_at)
     SELECT ${id('att', 'n * 1000 + i')}, ${tenant}, 'PPRO', 'CHARGE_CREATE', agreement, charge, auth, 'SETTLED', '\\x00', at, at, at FROM c`,
    ...events('s', 'Consumer', 'consumer', [[1, `'consumer.created'`, 'NULL', 'NULL']]),
    ...events('s', 'Agreement', 'agreement', [[1, `'agreement.created'`, `'ACTIVE'`, 'NULL']]),
    ...events('s', 'Schedule', 'schedule', [[1, `'schedule.created'`, `'ACTIVE'`, 'NULL']]),
    ...events('c', 'Charge', 'charge', [
      [1, `'charge.created'`, `'PROCESSING'`, 'NULL'],
      [2, `'charge.authorization_succeeded'`, `'AUTHORIZED'`, `jsonb_build_object('operationId', auth)`],
      [3, `'charge.capture_succeeded'`, `'CAPTURED'`, `jsonb_build_object('operationId', capture)`],
    ]),
    ...events('c', 'Schedule', 'schedule', [
      ['2 + 2 * i', `'schedule.occurrence_charged'`, 'NULL', `jsonb_build_object('occurrenceId', occurrence)`],
      ['3 + 2 * i', `'schedule.occurrence_paid'`, 'NULL', `jsonb_build_object('occurrenceId', occurrence)`],
    ]),
  ]
}

type EventColumns = readonly [version: number | string, type: string, status: string, data: string]

function events(from: 's' | 'c', subject: string, column: string, columns: readonly EventColumns[]): string[] {
  const number = from === 's' ? 'n' : 'n * 1000 + i'
  return columns.map(
    ([version, type, status, data]) =>
      `INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id,
         agreement_id, version, change, status, data, snapshot_xmin)
       SELECT ${id('evt', number)} || '${subject}' || ${version}, ${tenant}, ${type}, 'API', now(), '${subject}', ${column}, consumer,
         agreement, ${version}, true, ${status}, ${data}, 0 FROM ${from}`,
  )
}
