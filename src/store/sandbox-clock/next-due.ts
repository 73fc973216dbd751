import { type Sql, statement } from '../sql/database.ts'
import { type JobName, queues } from '../work-queue/queues.ts'
import { type DueRowsOptions, dueAt } from '../work-queue/work-queue.ts'

const entries = Object.entries(queues) as [JobName, readonly DueRowsOptions[]][]

const rowsOf = ({ table, join = '', where = 'true' }: DueRowsOptions) => `FROM ${table} t ${join} WHERE ${where}`

/** The earliest due instant after $1, of rows without a lease at $2. */
const earliest = (rows: DueRowsOptions) =>
  `(SELECT min(${dueAt(rows)}) ${rowsOf(rows)} AND ${dueAt(rows)} > $1
    AND (t.lease_until IS NULL OR t.lease_until < $2))`

const leased = (rows: DueRowsOptions) =>
  `SELECT t.id, t.lease_until ${rowsOf(rows)} AND ${dueAt(rows)} IS NOT NULL AND t.lease_until >= $2`

export type NextDueRow = Readonly<Record<JobName, Date | null>> & {
  /** The ids of rows on which a worker has a lease. */
  readonly held: readonly string[]
  /** When the first of these leases ends, in real time, unless it is renewed. */
  readonly leaseUntil: Date | null
}

/** $1: only work that is due after this instant; $2: the current real time. */
export const nextDueStatement = statement<NextDueRow>(
  'next-due',
  `WITH held AS (${entries.flatMap(([, rows]) => rows.map(leased)).join(' UNION ')})
   SELECT ${entries.map(([job, rows]) => `least(${rows.map(earliest).join(', ')}) AS "${job}"`).join(',\n')},
     (SELECT coalesce(array_agg(id), '{}') FROM held) AS held, (SELECT min(lease_until) FROM held) AS "leaseUntil"`,
)

/** When each job next has work, by the gateway's clock, and which rows have a lease. */
export interface NextDue {
  /** Earliest first, without jobs for which nothing is planned. */
  readonly due: readonly { readonly job: JobName; readonly at: Date }[]
  readonly held: readonly string[]
}

/** @param after Leaves out work that is due until then. Omitted: leaves out nothing. */
export async function nextDue(
  sql: Sql,
  { realNow, after }: { readonly realNow: Date; readonly after?: Date | undefined },
): Promise<NextDue> {
  const row = await sql.row(nextDueStatement, [after ?? '-infinity', realNow])
  if (row === undefined) throw new Error('the statement "next-due" must return one row, and returned none')
  const due = entries.flatMap(([job]) => {
    const at = row[job]
    return at === null ? [] : [{ job, at }]
  })
  return { due: due.sort((one, other) => one.at.getTime() - other.at.getTime()), held: row.held }
}
