import { decidedOccurrence } from '../schedule/due-occurrences.ts'
import { endedSchedule } from '../schedule/of-agreement.ts'
import { type Sql, statement } from '../sql/database.ts'

/** Rows that are worked on at an instant of the gateway's clock. */
interface DueRows {
  readonly from: string
  /** The instant, an SQL expression; null where nothing is planned. */
  readonly at: string
  /** Which of the rows. */
  readonly where?: string
  /** The column that says until when, in real time, somebody is at work on a row: until then it is not due but in flight. */
  readonly lease?: string
}

/**
 * What waits for its time, by the worker that does it then: once, here, for whoever moves the clock from one thing to the
 * next, in a sandbox and in a simulation. To a worker that finds work by the clock belongs a line here.
 */
const dueRows = {
  recovery: [
    { from: 'provider_requests', at: 'next_status_query_at', where: `state <> 'SETTLED'`, lease: 'lease_until' },
  ],
  inbox: [{ from: 'provider_events', at: 'next_try_at' }],
  expiry: [
    { from: 'agreements', at: 'ends_at', where: `status = 'ACTIVE'` },
    // Due since the last of the agreed charges was made.
    {
      from: 'agreements a',
      at: 'updated_at',
      where: `status = 'ACTIVE' AND charge_count <= (SELECT count(*) FROM charges c
        WHERE c.agreement_id = a.id AND c.status IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'))`,
    },
  ],
  reconciliation: [
    { from: 'charges', at: 'reconcile_at' },
    { from: 'agreements', at: 'reconcile_at' },
  ],
  abandoned: [{ from: 'agreements', at: 'awaited_until', where: `status = 'AUTHENTICATION_PENDING'` }],
  scheduler: [{ from: 'occurrences', at: 'next_at', lease: 'lease_until' }],
  // Due since its charge came to its end.
  settlement: [{ from: decidedOccurrence, at: 'c.updated_at', where: `o.status = 'PROCESSING'` }],
  ending: [{ from: 'schedules', at: 'updated_at', where: endedSchedule }],
} satisfies Record<string, readonly DueRows[]>

export type DueWorkerName = keyof typeof dueRows

const entries = Object.entries(dueRows) as [DueWorkerName, readonly DueRows[]][]

/** The earliest of a kind after $1 that nobody holds at $2. */
const earliest = ({ from, at, where = 'true', lease }: DueRows) =>
  `(SELECT min(${at}) FROM ${from} WHERE ${where} AND ${at} > $1
    ${lease === undefined ? '' : `AND (${lease} IS NULL OR ${lease} < $2)`})`

const leased = entries.flatMap(([, rows]) => rows.filter(({ lease }) => lease !== undefined))
const held = leased
  .map(
    ({ from, where = 'true', lease }) => `SELECT id, ${lease} AS until FROM ${from} WHERE ${where} AND ${lease} >= $2`,
  )
  .join(' UNION ALL ')

export type NextDueRow = Readonly<Record<DueWorkerName, Date | null>> & {
  /** Ids of what somebody is at work on. */
  readonly held: readonly string[]
  /** When, in real time, the first of them is let go unless that is put off. */
  readonly leaseUntil: Date | null
}

/** $1: only what is due after that instant; $2: now, in real time. */
export const nextDueStatement = statement<NextDueRow>(
  'next-due',
  `WITH held AS (${held})
   SELECT ${entries.map(([name, rows]) => `least(${rows.map(earliest).join(', ')}) AS ${name}`).join(',\n')},
     (SELECT coalesce(array_agg(id), '{}') FROM held) AS held, (SELECT min(until) FROM held) AS "leaseUntil"`,
)

/** When each worker next has something to do, by the gateway's clock, and what is in flight. */
export interface NextDue {
  /** Earliest first; workers for which nothing is planned are left out. */
  readonly due: readonly { readonly worker: DueWorkerName; readonly at: Date }[]
  readonly held: readonly string[]
}

/** @param after Leaves out what is due until then; left out: nothing. */
export async function nextDue(
  sql: Sql,
  { realNow, after }: { readonly realNow: Date; readonly after?: Date | undefined },
): Promise<NextDue> {
  const row = await sql.row(nextDueStatement, [after ?? '-infinity', realNow])
  if (row === undefined) throw new Error('what is due was answered without a row')
  const due = entries.flatMap(([worker]) => {
    const at = row[worker]
    return at === null ? [] : [{ worker, at }]
  })
  return { due: due.sort((one, other) => one.at.getTime() - other.at.getTime()), held: row.held }
}
