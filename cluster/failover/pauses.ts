import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** How long the database could not be written, seen by a program that writes all the time. */
export interface Pauses {
  /** Seconds between two successful writes, of those longer than a second. */
  readonly seconds: readonly number[]
  stop(): Promise<void>
}

const EVERY_MS = 100
const TIMEOUT_MS = 5_000
/** Shorter waits are not counted: a busy machine makes them too. */
const COUNTED_MS = 1_000

/** Writes one row every tenth of a second, each on a connection of its own, from the primary's address. */
export function watchPauses(url: string): Pauses {
  const stopping = new AbortController()
  const seconds: number[] = []
  let last = performance.now()
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      if (await writes(url)) {
        const now = performance.now()
        if (now - last > COUNTED_MS) seconds.push((now - last) / 1_000)
        last = now
      }
      await delay(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    seconds,
    async stop() {
      stopping.abort()
      await watching
    },
  }
}

async function writes(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    // A transaction id and a commit record: the synchronous standby has to confirm it.
    await client.query('CREATE TABLE IF NOT EXISTS public.written_at (at timestamptz)')
    await client.query('INSERT INTO public.written_at VALUES (now())')
    return true
  } catch {
    return false
  } finally {
    client.connection.stream.destroy()
  }
}
