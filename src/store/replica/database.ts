import type pg from 'pg'
import { type Database, databaseOn, sqlState } from '../sql/database.ts'
import { isDatabaseOutage } from '../sql/outage.ts'

/** Statements that only the primary can run, or that the replica had to give up for what it replays. */
const onlyPrimary: ReadonlySet<string> = new Set(['25006', '55000', '40001', '40P01'])

/**
 * A database whose statements run on the replica, and whose transactions run on the primary. A statement that the replica
 * cannot run runs on the primary, whose data is never older.
 *
 * @param onFault Called for each such statement.
 */
export function replicaDatabase(primary: Database, replica: pg.Pool, onFault: () => void): Database {
  type Query = (...words: unknown[]) => Promise<pg.QueryResult>
  const query: Query = async (...words) => {
    try {
      return await (replica.query as unknown as Query).apply(replica, words)
    } catch (error) {
      if (!isDatabaseOutage(error) && !onlyPrimary.has(sqlState(error) ?? '')) throw error
      onFault()
      return (primary.pool.query as unknown as Query).apply(primary.pool, words)
    }
  }
  // Still a pg.Pool, because Prisma's adapter asks for one.
  const pool = Object.assign(Object.create(replica) as pg.Pool, { query })
  return { ...databaseOn(pool), transaction: primary.transaction }
}
