import type { LogPosition } from '../event-log/cursor.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ObjectTable, objectTables } from './checks.ts'

/** The progress of a full pass: the table, and the last id that was checked. */
export interface Place {
  readonly table: ObjectTable
  readonly after: string
}

/** The progress of the checks. It is stored in one row, so that another process can continue. */
export interface Progress {
  readonly position: LogPosition
  /** Null while no full pass runs. */
  readonly place: Place | null
  /** When the next full pass begins, by the gateway's clock. */
  readonly fullDueAt: Date
}

export interface ClaimedPass extends Progress {
  /** Each claim raises it; each later write must match it. */
  readonly fencingToken: number
}

interface LeaseRow {
  readonly fencingToken: number
  readonly xid: bigint
  readonly seq: bigint
  readonly table: string | null
  readonly after: string | null
  readonly fullDueAt: Date
}

const claim = statement<LeaseRow>(
  'integrity-claim',
  `UPDATE integrity_pass SET fencing_token = fencing_token + 1 WHERE next_at <= $1
   RETURNING fencing_token AS "fencingToken", log_xid AS xid, log_seq AS seq, full_table AS "table", full_after AS after,
     full_due_at AS "fullDueAt"`,
)

/**
 * Claims the pass for the leader, if one is due in real time. An earlier leader that still works on it can save nothing
 * more.
 */
export async function claimIntegrity(sql: Sql, realNow: Date): Promise<ClaimedPass | undefined> {
  const row = await sql.row(claim, [realNow])
  if (row === undefined) return undefined
  const table = objectTables.find(one => one === row.table)
  return {
    fencingToken: row.fencingToken,
    position: { kind: 'position', xid: row.xid, seq: row.seq },
    place: table === undefined ? null : { table, after: row.after ?? '' },
    fullDueAt: row.fullDueAt,
  }
}

const save = statement<{ fencingToken: number }>(
  'integrity-save',
  `UPDATE integrity_pass SET log_xid = $2, log_seq = $3, full_table = $4, full_after = $5, full_due_at = $6
   WHERE fencing_token = $1 RETURNING fencing_token AS "fencingToken"`,
)

/** Stores the progress. False if another process has claimed the pass since; this one must then stop. */
export async function saveProgress(
  sql: Sql,
  fencingToken: number,
  { position, place, fullDueAt }: Progress,
): Promise<boolean> {
  const values = [position.xid, position.seq, place?.table ?? null, place?.after ?? null, fullDueAt]
  return (await sql.row(save, [fencingToken, ...values])) !== undefined
}

const release = statement<never>(
  'integrity-release',
  `UPDATE integrity_pass SET next_at = $2, failed_checks = $3 WHERE fencing_token = $1`,
)

/** @param next When the next pass is due, in real time, and which checks could not run in this one. */
export async function releaseIntegrity(
  sql: Sql,
  fencingToken: number,
  next: { readonly at: Date; readonly failedChecks: readonly string[] },
): Promise<void> {
  await sql.rows(release, [fencingToken, next.at, next.failedChecks])
}
