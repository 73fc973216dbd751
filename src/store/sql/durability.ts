import { type Sql, statement } from './database.ts'

interface Durability {
  readonly fsync: boolean
  readonly fullPageWrites: boolean
  readonly synchronousNames: string
  readonly standbys: number
}

// Other sessions' details are hidden from the gateway's user; that they exist is not.
const readDurability = statement<Durability>(
  'durability',
  `SELECT current_setting('fsync')::boolean AS fsync, current_setting('full_page_writes')::boolean AS "fullPageWrites",
          current_setting('synchronous_standby_names') AS "synchronousNames",
          (SELECT count(*) FROM pg_stat_replication)::int AS standbys`,
)

/** What in the server's settings can lose a commit that was answered: a sentence for each. docs/clusters.md explains them. */
export async function durabilityWarnings(sql: Sql): Promise<readonly string[]> {
  const found = await sql.row(readDurability)
  if (found === undefined) throw new Error('the statement "durability" must return one row, and returned none')
  const { fsync, fullPageWrites, synchronousNames, standbys } = found
  return [
    ...(fsync ? [] : ['fsync is off: a crash of the database machine loses payments']),
    ...(fullPageWrites ? [] : ['full_page_writes is off: a crash of the database machine can damage its data']),
    ...(standbys > 0 && synchronousNames === ''
      ? ['standbys are connected and none is synchronous: a failover loses the last payments']
      : []),
  ]
}
