import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** How long the database could not be written, seen by a program that writes all the time. */
export interface Pauses {
  /** Seconds between two successful writes: the longest time. */
  readonly longest: number
  /** Those longer than a second. */
  readonly seconds: readonly number[]
  stop(): Promise<void>
}

const EVERY_MS = 100
const TIMEOUT_MS = 5_000
/** Shorter waits are not counted: a busy machine makes them too. */
const COUNTED_MS = 1_000

/**
 * Writes one row every tenth of a second, each on a connection of its own, from the primary's address.
 *
 * @param tables In these it writes no row, but waits for each lock that a writer of rows waits for.
 */
export function watchPauses(url: string, tables: readonly string[]): Pauses {
  const stopping = new AbortController()
  const seconds: number[] = []
  let [last, longest] = [performance.now(), 0]
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      if (await writes(url, tables)) {
        const now = performance.now()
        longest = Math.max(longest, (now - last) / 1_000)
        if (now - last > COUNTED_MS) seconds.push((now - last) / 1_000)
        last = now
      }
      await delay(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    get longest() {
      return longest
    },
    seconds,
    async stop() {
      stopping.abort()
      await watching
    },
  }
}

async function writes(connectionString: string, tables: readonly string[]): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    // A transaction id and a commit record: the synchronous standby has to confirm it.
    await client.query('CREATE TABLE IF NOT EXISTS public.written_at (at timestamptz)')
    await client.query('INSERT INTO public.written_at VALUES (now())')
    // Each in a transaction of its own, which holds one lock only and so is part of no deadlock.
    for (const table of tables) await client.query(`DELETE FROM public.${table} WHERE false`)
    return true
  } catch {
    return false
  } finally {
    client.connection.stream.destroy()
  }
}
