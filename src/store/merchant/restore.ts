import { type Database, type Sql, statement } from '../sql/database.ts'
import { snapshotXmax } from '../sql/snapshot.ts'

/** What is stored about the last restore. */
export interface RestoreState {
  readonly restoredAt: Date | null
  readonly asksFirstUntil: Date | null
  readonly schedulesHeld: boolean
}

const read = statement<RestoreState>(
  'restore-read',
  `SELECT restored_at AS "restoredAt", asks_first_until AS "asksFirstUntil", schedules_held AS "schedulesHeld"
   FROM installation`,
)

export async function readRestore(sql: Sql): Promise<RestoreState> {
  const row = await sql.row(read)
  if (row === undefined) throw new Error('the table of the installation must have one row, and has none')
  return row
}

/** The gateways' connections name themselves. */
export const GATEWAY_APPLICATION = 'perennial-gateway'

const connected = statement<{ pids: number[] }>(
  'restore-gateways',
  `SELECT coalesce(array_agg(pid ORDER BY pid), '{}') AS pids FROM pg_stat_activity
   WHERE datname = current_database() AND application_name = $1`,
)

/** The server processes that serve gateways on this database. */
export async function gatewayConnections(sql: Sql): Promise<readonly number[]> {
  return (await sql.row(connected, [GATEWAY_APPLICATION]))?.pids ?? []
}

const foreign = statement<{ foreign: boolean }>(
  'restore-log-is-foreign',
  `SELECT coalesce((SELECT max(xid) FROM events) >= ${snapshotXmax}, false) AS foreign`,
)
// One transaction id for all past events, below every id that a cluster assigns; seq keeps their order. An endpoint for
// webhooks continues before the first event that it has not read by the former order, so it may read some again.
const renumber = [
  // Once the first partition was archived, none takes the smallest numbers.
  `DO $$
   DECLARE lowest text;
   BEGIN
     SELECT min((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''(\\d+)''\\)'))[1]::numeric)::text INTO lowest
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'events'::regclass
     HAVING NOT bool_or(pg_get_expr(c.relpartbound, c.oid) LIKE '%MINVALUE%');
     IF lowest IS NOT NULL THEN
       CREATE TABLE events_restored (LIKE events_rest INCLUDING ALL);
       EXECUTE format('ALTER TABLE events ATTACH PARTITION events_restored FOR VALUES FROM (MINVALUE) TO (%s)', lowest);
     END IF;
   END $$`,
  `UPDATE webhook_endpoints w SET log_xid = 1, log_seq = coalesce(
     (SELECT min(e.seq) - 1 FROM events e WHERE e.merchant_id = w.merchant_id AND e.mode = w.mode
        AND (e.xid, e.seq) > (w.log_xid, w.log_seq)),
     (SELECT max(e.seq) FROM events e), 0)`,
  'UPDATE webhook_deliveries SET event_xid = 1',
  // Before every event that is kept.
  'UPDATE archives SET last_xid = 0 WHERE last_xid IS NOT NULL',
  'ALTER TABLE events DISABLE TRIGGER events_are_appended',
  'UPDATE events SET xid = 1, snapshot_xmin = 1',
  'ALTER TABLE events ENABLE TRIGGER events_are_appended',
  ...['consumers', 'agreements', 'charges', 'schedules'].map(table => `UPDATE ${table} SET snapshot_xmin = 2`),
  'UPDATE integrity_pass SET log_xid = 0, log_seq = 0',
].map((text, index) => statement<never>(`restore-renumber-${index}`, text))

// A large database takes longer than a statement may.
const withoutLimits = statement<never>(
  'restore-without-limits',
  `SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout')`,
)
const begin = statement<never>(
  'restore-begin',
  `UPDATE installation SET log_epoch = $1, restored_at = $2, asks_first_until = $3, schedules_held = true`,
)
// What happened at the provider since the backup: refunds, captures, chargebacks, ended agreements.
const compareCharges = statement<{ count: number }>(
  'restore-compare-charges',
  `WITH planned AS (UPDATE charges SET reconcile_at = $1 WHERE provider_reference IS NOT NULL AND created_at >= $2
     AND status NOT IN ('FAILED', 'DISCARDED') RETURNING 1) SELECT count(*)::int AS count FROM planned`,
)
const compareAgreements = statement<{ count: number }>(
  'restore-compare-agreements',
  `WITH planned AS (
     UPDATE agreements SET reconcile_at = $1 WHERE provider_reference IS NOT NULL AND status = 'ACTIVE' RETURNING 1)
   SELECT count(*)::int AS count FROM planned`,
)

export interface Beginning {
  readonly logEpoch: string
  readonly now: Date
  readonly asksFirstUntil: Date
  /** Charges that were created since then are compared with the provider's records. */
  readonly compareSince: Date
}

export interface RestoreStart {
  /** True if the log was written by another cluster, so that its transaction ids were replaced. */
  readonly renumbered: boolean
  readonly charges: number
  readonly agreements: number
}

/** The first thing to do with a restored database, while no gateway runs. All in one transaction. */
export function beginRestore(
  database: Database,
  { logEpoch, now, asksFirstUntil, compareSince }: Beginning,
): Promise<RestoreStart> {
  return database.transaction(
    async sql => {
      await sql.rows(withoutLimits)
      const renumbered = (await sql.row(foreign))?.foreign === true
      if (renumbered) for (const step of renumber) await sql.rows(step)
      await sql.rows(begin, [logEpoch, now, asksFirstUntil])
      const charges = await sql.row(compareCharges, [now, compareSince])
      const agreements = await sql.row(compareAgreements, [now])
      return { renumbered, charges: charges?.count ?? 0, agreements: agreements?.count ?? 0 }
    },
    { locks: [] },
  )
}

const release = statement<never>('restore-release', 'UPDATE installation SET schedules_held = false')
const end = statement<{ id: number }>(
  'restore-end',
  'UPDATE installation SET asks_first_until = restored_at WHERE NOT schedules_held RETURNING id',
)

/** Lets the schedules charge again, with the next start of each gateway. */
export async function releaseSchedules(sql: Sql): Promise<void> {
  await sql.rows(release)
}

/**
 * After its next start, a gateway no longer queries the provider before it sends. False, and nothing is changed, while the
 * schedules are held.
 */
export async function endRestore(sql: Sql): Promise<boolean> {
  return (await sql.row(end)) !== undefined
}
