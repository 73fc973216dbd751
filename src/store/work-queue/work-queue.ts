import { type Sql, type Statement, statement } from '../sql/database.ts'
import { type Lease, type LeasedTable, releaseLease } from './lease.ts'

export interface DueRowsOptions {
  /** The table of the rows, named `t` in the expressions below. */
  readonly table: LeasedTable
  readonly join?: string
  /** The condition for rows that have work. */
  readonly where?: string
  /** The column of `t` with the instant at which the work is due, by the gateway's clock. */
  readonly dueColumn?: string
  /** Without a due column: an expression for the instant since which a row that matches `where` and `join` is due. */
  readonly since?: string
  /** Chooses due rows in another order than the earliest first: CTEs, the last of which is `due (due_id, place)`. */
  readonly choice?: string
  /** Rows that are due, where reading them by `join` and `where` in the order of the due column is dear: a FROM of `t`. */
  readonly dueFrom?: (most: number) => string
  /** The columns of a claimed row that the worker gets. */
  readonly columns: string
}

/** Rows of one table that are due for one job. */
export interface DueRows<Row> extends DueRowsOptions {
  readonly claim: Statement<ClaimedColumns<Row>>
  readonly claimOne: Statement<ClaimedColumns<Row>>
  /** Undefined without a due column. */
  readonly plan: Statement<never> | undefined
}

type ClaimedColumns<Row> = Row & { readonly id: string; readonly fencingToken: number; readonly dueAt: Date | null }

/** A row that one worker has claimed. */
export type Claimed<Row> = ClaimedColumns<Row> & Lease & { readonly dueRows: Pick<DueRows<Row>, 'plan'> }

/** All due rows of one job. */
export type WorkQueue<Row> = readonly DueRows<Row>[]

export interface Claim {
  /** By the gateway's clock. */
  readonly now: Date
  /** In real time, like the end of the lease. */
  readonly realNow: Date
  readonly leaseUntil: Date
}

/**
 * Declares due rows. $1: now by the gateway's clock. $2: now in real time. $3: when the lease ends. $4: the maximum
 * number of rows. $5: the merchant of the row that was claimed last.
 */
export function dueRows<Row>(name: string, options: DueRowsOptions): DueRows<Row> {
  const { table, join = '', where = 'true', dueColumn, choice, columns } = options
  const at = dueColumn && `t.${dueColumn}`
  const place = at ?? 't.id'
  // PostgreSQL must know the type of each parameter, even if a statement does not use it.
  const due = `given AS (SELECT $1::timestamptz, $5::text), due (due_id, place) AS (
     SELECT t.id, ${place} FROM ${table} t ${join}
     WHERE ${where} ${at ? `AND ${at} <= $1` : ''} AND (t.lease_until IS NULL OR t.lease_until < $2)`
  // With an array: in a join with `due`, whose LIMIT is a parameter, PostgreSQL would read a table of some thousand
  // rows as a whole.
  const claim = (chosen: string) =>
    `WITH RECURSIVE ${chosen}, claimed AS (
       UPDATE ${table} t SET fencing_token = t.fencing_token + 1, lease_until = $3
       WHERE t.id = ANY (ARRAY(SELECT due_id FROM due)) RETURNING t.*)
     SELECT ${columns}, t.fencing_token AS "fencingToken", ${at ?? 'NULL::timestamptz'} AS "dueAt"
     FROM claimed t JOIN due ON due.due_id = t.id ORDER BY due.place, t.id`
  const lock = 'FOR NO KEY UPDATE OF t SKIP LOCKED)'
  return {
    ...options,
    claim: statement(`${name}-claim`, claim(choice ?? `${due} ORDER BY ${place}, t.id LIMIT $4 ${lock}`)),
    claimOne: statement(`${name}-claim-one`, claim(`${due} AND t.id = $4 ${lock}`)),
    plan: at
      ? statement(
          `${name}-plan`,
          `UPDATE ${table} t SET lease_until = NULL, ${dueColumn} = CASE WHEN ${at} = $3 THEN $4 ELSE ${at} END
           WHERE t.id = $1 AND t.fencing_token = $2`,
        )
      : undefined,
  }
}

/** When rows are due: an expression of their table `t` and its joins. */
export function dueAt({ dueColumn, since = 'NULL' }: DueRowsOptions): string {
  return dueColumn === undefined ? since : `t.${dueColumn}`
}

/**
 * Claims rows that are due, each for one worker. A claim is its own transaction and skips locked rows, so it never
 * waits, and no transaction with an aggregate's lock waits for it.
 *
 * This is not pg-boss or graphile-worker, because their jobs are rows beside the data, due by the database's clock, so
 * each change of an aggregate would also have to write, move or delete a job.
 */
export async function claimDue<Row>(
  sql: Sql,
  queue: WorkQueue<Row>,
  {
    now,
    realNow,
    leaseUntil,
    limit,
    lastMerchantId = '',
  }: Claim & { readonly limit: number; readonly lastMerchantId?: string | undefined },
): Promise<Claimed<Row>[]> {
  const claimed: Claimed<Row>[] = []
  for (const rows of queue) {
    const left = limit - claimed.length
    if (left > 0)
      claimed.push(...held(rows, await sql.rows(rows.claim, [now, realNow, leaseUntil, left, lastMerchantId])))
  }
  return claimed
}

/** Claims one row, if it is due. Undefined if it is not, or if another worker has it. */
export async function claimOne<Row>(
  sql: Sql,
  queue: WorkQueue<Row>,
  id: string,
  { now, realNow, leaseUntil }: Claim,
): Promise<Claimed<Row> | undefined> {
  for (const rows of queue) {
    const [claimed] = held(rows, await sql.rows(rows.claimOne, [now, realNow, leaseUntil, id, '']))
    if (claimed !== undefined) return claimed
  }
  return undefined
}

function held<Row>(dueRows: DueRows<Row>, claimed: readonly ClaimedColumns<Row>[]): Claimed<Row>[] {
  return claimed.map(row => ({ ...row, table: dueRows.table, dueRows }))
}

/**
 * Ends the work on a claimed row, unless another worker has claimed it since.
 *
 * @param nextAt When the row is due next; null: never. Ignored if the due column has changed since the claim. Omitted
 * if the row is no longer due, or has no due column.
 */
export async function finish<Row>(sql: Sql, claimed: Claimed<Row>, nextAt?: Date | null): Promise<void> {
  const { plan } = claimed.dueRows
  if (nextAt === undefined || plan === undefined) return releaseLease(sql, claimed)
  await sql.rows(plan, [claimed.id, claimed.fencingToken, claimed.dueAt, nextAt])
}
