import { setTimeout as delay } from 'node:timers/promises'
import type { Connection, Connections } from './connections.ts'

/** Longer than PostgreSQL's deadlock check takes, see cluster.ts: a statement that takes longer waits for a lock. */
const FIRST_LOOK_MS = 4
const STUCK_AFTER_LOOKS = 2_000

/** A statement that waits in PostgreSQL for a row that an open transaction has changed. */
export interface Blocked {
  readonly connection: Connection
  /** Resolves when the statement has ended, with or without an error. */
  readonly ended: Promise<unknown>
  /** Called when the statement has ended: its task continues. */
  readonly deliver: () => void
}

/**
 * Waits until a statement has ended, or is known to wait for another session. The result depends only on the database's
 * state, so the same run gives the same result on any machine.
 */
export async function endedOrBlocked(
  connections: Connections,
  connection: Connection,
  ended: Promise<unknown>,
): Promise<'ended' | 'blocked'> {
  const finished = ended.then(
    () => 'ended' as const,
    () => 'ended' as const,
  )
  for (let look = 0; look < STUCK_AFTER_LOOKS; look++) {
    const first = await Promise.race([finished, delay(FIRST_LOOK_MS)])
    if (first === 'ended') return 'ended'
    if (await isBlocked(connections, connection)) return 'blocked'
  }
  throw new Error('a statement has not ended and does not wait for a lock')
}

export async function isBlocked({ observer }: Connections, { pid }: Connection): Promise<boolean> {
  const { rows } = await observer.query<{ blocked: boolean }>({
    name: 'is-blocked',
    text: 'SELECT cardinality(pg_blocking_pids($1)) > 0 AS blocked',
    values: [pid],
  })
  return rows[0]?.blocked === true
}

/** Resumes the statements that waited for what the last step has released. */
export async function deliverUnblocked(connections: Connections, blocked: Set<Blocked>): Promise<void> {
  for (const each of blocked) {
    if (await isBlocked(connections, each.connection)) continue
    await each.ended
    blocked.delete(each)
    each.deliver()
  }
}
