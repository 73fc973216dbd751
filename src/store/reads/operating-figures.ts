import { type Sql, statement } from '../sql/database.ts'
import { type JobName, queues } from '../work-queue/queues.ts'
import type { DueRowsOptions } from '../work-queue/work-queue.ts'

/** Beyond this many, rows are not counted: a scrape must cost the same during an outage. */
export const MOST_COUNTED = 1_000

interface FiguresRow {
  readonly unknown: number
  readonly unknownSince: Date | null
  readonly charges: number
  readonly agreements: number
  /** Endpoints for webhooks of which the last try failed, and those that were therefore disabled. */
  readonly failing: number
  readonly disabled: number
  readonly replicas: number
  /** Null if there is no replica, or if the gateway's account may not see it. */
  readonly replicationLag: number | null
  /** Seconds since the last segment of the write-ahead log was archived, or since the statistics began if each try has failed; null if none was tried. */
  readonly archiveAge: number | null
  readonly queues: Readonly<Record<string, { readonly rows: number; readonly since: string | null }>>
}

/** The figures of the database that operators watch. */
export interface OperatingFigures extends Omit<FiguresRow, 'queues'> {
  readonly queues: readonly { readonly job: JobName; readonly rows: number; readonly since: Date | null }[]
}

// What a partial index makes cheap. A queue without a due column is left out: finding out is as dear as its work.
const watched = (Object.entries(queues) as [JobName, readonly DueRowsOptions[]][]).flatMap(([job, all]) => {
  const rows = all.filter(({ dueColumn }) => dueColumn !== undefined)
  return rows.length > 0 ? [{ job, rows }] : []
})
const dueNow = ({ table, join = '', where = 'true', dueColumn, dueFrom }: DueRowsOptions) =>
  `(SELECT t.${dueColumn} AS at FROM ${dueFrom?.(MOST_COUNTED) ?? `${table} t ${join}`} WHERE ${where} AND t.${dueColumn} <= $1
    AND (t.lease_until IS NULL OR t.lease_until < $2) ORDER BY t.${dueColumn} LIMIT ${MOST_COUNTED})`
const queue = ({ job, rows }: (typeof watched)[number]) =>
  `'${job}', (SELECT json_build_object('rows', count(*), 'since', min(at)) FROM (${rows.map(dueNow).join(' UNION ALL ')}) due)`
const count = (table: string, where: string) =>
  `(SELECT count(*)::int FROM (SELECT FROM ${table} WHERE ${where} LIMIT ${MOST_COUNTED}) counted)`

const read = statement<FiguresRow>(
  'operating-figures',
  `SELECT unknown.count AS unknown, unknown.since AS "unknownSince",
     ${count('charges', 'needs_attention')} AS charges, ${count('agreements', 'needs_attention')} AS agreements,
     ${count('webhook_endpoints', `status = 'ENABLED' AND impaired AND failing_since IS NOT NULL`)} AS failing,
     ${count('webhook_endpoints', `status = 'DISABLED'`)} AS disabled,
     (SELECT count(*)::int FROM pg_stat_replication) AS replicas,
     (SELECT max(extract(epoch FROM replay_lag))::float8 FROM pg_stat_replication) AS "replicationLag",
     (SELECT extract(epoch FROM now() - coalesce(last_archived_time, CASE WHEN failed_count > 0 THEN stats_reset END))::float8
      FROM pg_stat_archiver) AS "archiveAge",
     json_build_object(${watched.map(queue).join(',\n')}) AS queues
   FROM (SELECT count(*)::int AS count, min(first_sent_at) AS since FROM (
     SELECT first_sent_at FROM provider_requests WHERE state = 'UNKNOWN' LIMIT ${MOST_COUNTED}) sent) unknown`,
)

/** @param now By the gateway's clock. @param realNow For leases. */
export async function operatingFigures(sql: Sql, now: Date, realNow: Date): Promise<OperatingFigures> {
  const row = await sql.row(read, [now, realNow])
  if (row === undefined) throw new Error('the statement "operating-figures" must return one row, and returned none')
  const found = watched.map(({ job }) => {
    const { rows = 0, since = null } = row.queues[job] ?? {}
    return { job, rows, since: since === null ? null : new Date(since) }
  })
  return { ...row, queues: found }
}
