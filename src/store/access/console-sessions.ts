import { type FoundKey, foundKeys } from '../merchant/api-keys.ts'
import { type Sql, statement } from '../sql/database.ts'
import { insert, write } from '../sql/write.ts'
import { type ConsoleSessionRow, consoleSessions } from '../tables.ts'

export function insertConsoleSession(sql: Sql, session: ConsoleSessionRow): Promise<unknown> {
  return write(sql, [insert(consoleSessions, [session])])
}

/** The key that a person has signed in with. */
export interface FoundSession extends FoundKey {
  readonly sessionId: string
  /** SHA-256 of the session's credential, hex. */
  readonly hash: string
}

// A session ends with its key.
const find = statement<FoundSession>(
  'console-sessions-find',
  `SELECT ${foundKeys.columns}, s.hash, s.id AS "sessionId"
   FROM console_sessions s JOIN api_keys k ON k.id = s.api_key_id ${foundKeys.joins}
   WHERE s.hash = ANY ($1::text[]) AND s.ended_at IS NULL AND s.expires_at > $3 AND ${foundKeys.notEnded}`,
)

/** The sessions with these hashes that have not ended. In no order. @param times By the gateway's clock and on real time. */
export async function findConsoleSessions(
  sql: Sql,
  hashes: readonly string[],
  times: { readonly now: Date; readonly realNow: Date },
): Promise<readonly FoundSession[]> {
  return hashes.length === 0 ? [] : sql.rows(find, [hashes, times.now, times.realNow])
}

const end = statement<never>(
  'console-session-end',
  'UPDATE console_sessions SET ended_at = coalesce(ended_at, $2) WHERE id = $1',
)

/** One that has ended before keeps its time. */
export async function endConsoleSession(sql: Sql, id: string, realNow: Date): Promise<void> {
  await sql.rows(end, [id, realNow])
}

const sweep = statement<{ id: string }>(
  'console-sessions-sweep',
  `DELETE FROM console_sessions WHERE ctid IN (
     SELECT ctid FROM console_sessions WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
   RETURNING id`,
)

/** Removes sessions that have expired. Returns how many. */
export async function sweepConsoleSessions(sql: Sql, realNow: Date, limit: number): Promise<number> {
  return (await sql.rows(sweep, [realNow, limit])).length
}
