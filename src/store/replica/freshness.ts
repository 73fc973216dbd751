import { setTimeout as delay } from 'node:timers/promises'
import { type Sql, statement } from '../sql/database.ts'

/** How long a list waits for the replica before the primary answers it. */
const WAIT_MS = 100
const LOOK_EVERY_MS = 4
/** After a replica that was late or not there, lists do not even ask it for this long. */
const REST_MS = 1_000

const primaryPosition = statement<{ lsn: string }>(
  'replica-primary-position',
  'SELECT pg_current_wal_lsn()::text AS lsn',
)
// A replica that was promoted is a database of its own: its position says nothing about the primary's.
const hasReplayed = statement<{ fresh: boolean | null }>(
  'replica-has-replayed',
  'SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() >= $1::pg_lsn END AS fresh',
)

type Freshness = 'fresh' | 'late' | 'failed' | 'resting'

interface Options {
  readonly primary: Sql
  readonly replica: Sql
  readonly now: () => number
  readonly waitMs?: number
}

/**
 * Whether the replica has everything that was committed before the question. The bound is a position in the write-ahead
 * log and no time, so clocks do not matter, and a caller that reads a list after a write sees the write, in any process.
 */
export function createFreshness({ primary, replica, now, waitMs = WAIT_MS }: Options) {
  let restsUntil = 0
  const position = nextTurn(async () => (await primary.row(primaryPosition))?.lsn)
  const look = async (): Promise<Freshness> => {
    const lsn = await position()
    const deadline = now() + waitMs
    for (;;) {
      const answer = await replica.row(hasReplayed, [lsn])
      if (answer?.fresh) return 'fresh'
      if (answer?.fresh === null || now() >= deadline) return 'late'
      await delay(LOOK_EVERY_MS)
    }
  }
  return {
    async ask(): Promise<Freshness> {
      if (now() < restsUntil) return 'resting'
      const found = await look().catch((): Freshness => 'failed')
      if (found !== 'fresh') this.rest()
      return found
    },
    rest(): void {
      restsUntil = now() + REST_MS
    },
  }
}

/**
 * One call at a time; callers meanwhile share the next one. A call that had begun before would be too old for them: what
 * it answers may be from before their question.
 */
function nextTurn<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined
  return () => {
    next ??= running
      .catch(() => {})
      .then(() => {
        const begun = work()
        running = begun
        next = undefined
        return begun
      })
    return next
  }
}
