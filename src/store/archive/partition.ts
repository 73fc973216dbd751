import type pg from 'pg'
import { readLogHorizon } from '../event-log/read-end.ts'
import type { Partition } from '../partitions/list.ts'
import { listPartitions } from '../partitions/list.ts'
import { type PartitionedTable, partitionedTables } from '../partitions/tables.ts'
import type { Sql } from '../sql/database.ts'

const BRIEFLY = `SET LOCAL lock_timeout = '200ms'`

/** A partition that gets no more rows. */
export interface Finished extends Partition {
  readonly table: PartitionedTable
  /** When its last row was written, by the gateway's clock. */
  readonly lastAt: Date
}

/**
 * The finished partitions of each table whose last row is from before an instant, oldest first, without a gap: what is
 * archived is always the beginning of a table. A partition of the log that an endpoint for webhooks has not read is kept,
 * with all that follow, until its owner resumes it without what it missed, or deletes it.
 */
export async function finishedBefore(
  sql: Sql,
  before: Date,
  onUnread: (endpointId: string, partition: string) => void = () => {},
): Promise<Finished[]> {
  const found: Finished[] = []
  const { xid: horizon } = await readLogHorizon(sql)
  for (const table of partitionedTables) {
    const { partitions, next } = await listPartitions(sql, table)
    for (const partition of partitions) {
      // Nothing below the end of the log is written any more. Calls have no order of transactions: their age is enough.
      if (partition.to > (table.name === 'events' ? horizon : next)) break
      const last = await sql.row<{ at: Date }>(
        unnamed(`SELECT ${table.time} AS at FROM ${partition.name} ORDER BY ${table.key} DESC LIMIT 1`),
      )
      if (last === undefined) continue
      if (last.at >= before) break
      const unread = table.name === 'events' ? await endpointBehind(sql, partition.name) : undefined
      if (unread !== undefined) {
        onUnread(unread, partition.name)
        break
      }
      found.push({ ...partition, table, lastAt: last.at })
    }
  }
  return found
}

/** An endpoint that has not read all of a partition of the log. */
async function endpointBehind(sql: Sql, partition: string): Promise<string | undefined> {
  const row = await sql.row<{ id: string }>(
    unnamed(`SELECT w.id FROM webhook_endpoints w WHERE EXISTS (
       SELECT FROM ${partition} e WHERE e.merchant_id = w.merchant_id AND e.mode = w.mode
         AND (e.xid, e.seq) > (w.log_xid, w.log_seq)) ORDER BY w.id LIMIT 1`),
  )
  return row?.id
}

const unnamed = (text: string) => ({ name: 'archive', text, unprepared: true })

/** What an archive's file must contain. */
interface Content {
  readonly rows: number
  /** When the youngest row was written. */
  readonly until: Date
}

export function exportOf({ name, table }: Finished): string {
  return `COPY (SELECT * FROM ${name} ORDER BY ${table.order.join(', ')}) TO STDOUT WITH (FORMAT csv, HEADER)`
}

interface Archived extends Content {
  readonly name: string
  readonly file: string
  readonly sha256: string
  readonly now: Date
}

/** The partition has other rows than the file. */
class ContentDiffers extends Error {
  override readonly name = 'ContentDiffers'
}

/**
 * Takes a partition out of its table and records the archive, in one transaction. The table itself is dropped afterwards.
 * Asks for its locks briefly: everybody else waits behind this.
 *
 * @throws ContentDiffers unless the partition has exactly as many rows as the file.
 */
export async function detach(client: pg.Client, { table, name }: Finished, archived: Archived): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(BRIEFLY)
    // Writers stay out of this partition while its rows are counted; readers and other partitions are not concerned.
    await client.query(`LOCK TABLE ${name} IN SHARE MODE`)
    const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${name}`)
    if (Number(rows[0]?.rows) !== archived.rows)
      throw new ContentDiffers(`${name} has ${rows[0]?.rows} rows, and its file has ${archived.rows}`)
    const position = table.name === 'events' ? 'xid, seq' : 'NULL::bigint, NULL::bigint'
    const key = table.order.map(column => `${column} DESC`).join(', ')
    // First, so that nothing is written while it waits for its lock.
    await client.query(`ALTER TABLE ${table.name} DETACH PARTITION ${name}`)
    await client.query(
      `INSERT INTO archives (name, table_name, rows, file, sha256, until, archived_at, last_xid, last_seq)
       SELECT $1, $2, $3, $4, $5, $6, $7, ${position} FROM ${name} ORDER BY ${key} LIMIT 1`,
      [name, table.name, archived.rows, archived.file, archived.sha256, archived.until, archived.now],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/**
 * Drops the tables of archives: those that were just taken out, and those of a command that was interrupted there. A table
 * of calls locks the provider requests that its foreign key points to, so this also asks briefly.
 */
export async function dropArchived(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.name FROM archives a JOIN pg_class c ON c.oid = to_regclass(a.name) WHERE NOT c.relispartition ORDER BY 1`,
  )
  for (const { name } of rows) {
    await client.query('BEGIN')
    try {
      await client.query(BRIEFLY)
      await client.query(`DROP TABLE ${name}`)
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    }
  }
}

interface Installation {
  readonly madeAt: Date
  readonly lastMigration: string
}

/** What the archives of a database are labeled with. Undefined if no gateway has been started on it. */
export async function readInstallation(client: pg.Client): Promise<Installation | undefined> {
  const { rows } = await client.query<Installation>(
    `SELECT i.created_at AS "madeAt",
       (SELECT max(migration_name) FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS "lastMigration"
     FROM installation i`,
  )
  return rows[0]
}

/** When the youngest row was written. The last row of all can be older: clocks differ. */
export async function youngestOf(client: pg.Client, { name, table }: Finished): Promise<Date> {
  const { rows } = await client.query<{ at: Date }>(`SELECT max(${table.time}) AS at FROM ${name}`)
  const [row] = rows
  if (row === undefined) throw new Error(`${name} has no row`)
  return row.at
}
