import { within } from '../base/time/within.ts'
import { type Database, statement } from '../store/sql/database.ts'
import type { LogTailStats } from '../workers/log/tail.ts'

const ping = statement<{ one: number }>('readiness-ping', 'SELECT 1 AS one')
const DATABASE_TIMEOUT_MS = 2_000
// The log tail reads at least once a second; a new connection takes longer.
const TAIL_SILENT_MS = 15_000

/** The names of the parts that keep this process from serving. */
export async function unready(database: Database, tail: { stats(): LogTailStats }): Promise<readonly string[]> {
  const missing: string[] = []
  if (!(await answers(database))) missing.push('database')
  if (tail.stats().sinceLastReadMs > TAIL_SILENT_MS) missing.push('log')
  return missing
}

function answers(database: Database): Promise<boolean> {
  return within(DATABASE_TIMEOUT_MS, database.row(ping)).then(
    () => true,
    () => false,
  )
}
