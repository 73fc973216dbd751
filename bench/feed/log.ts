import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import type { Change, FeedPage } from './page.ts'

/** The log of all changes, as the database has it. */
export interface Log {
  count(): Promise<number>
  /** Waits until the page's rows are the newest changes, in the log's order. @returns False if that does not happen. */
  isShown(feed: FeedPage): Promise<boolean>
  close(): Promise<void>
}

const DEADLINE_MS = 10_000
const POLL_MS = 100

export async function openLog(databaseUrl: string): Promise<Log> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const newest = async (limit: number): Promise<readonly Change[]> => {
    const text = 'SELECT type, subject_id, version::text FROM events ORDER BY xid DESC, seq DESC LIMIT $1'
    const { rows } = await client.query({ text, values: [limit], rowMode: 'array' })
    return rows as unknown as readonly Change[]
  }
  return {
    async count() {
      const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM events')
      return Number(rows[0]?.count)
    },
    async isShown(feed) {
      const end = performance.now() + DEADLINE_MS
      while (performance.now() < end) {
        const rows = await feed.rows()
        if (rows.length > 0 && isDeepStrictEqual(rows, await newest(rows.length))) return true
        await delay(POLL_MS)
      }
      return false
    },
    close: () => client.end(),
  }
}
