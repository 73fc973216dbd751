/**
 * Tracks which session holds which advisory lock, as PostgreSQL would, so that no session has to wait in PostgreSQL.
 */
export interface LockTable {
  isFree(number: string, session: object): boolean
  take(number: string, session: object): void
  /** Releases all locks of a session. */
  release(session: object): void
  readonly held: number
}

export function createLockTable(): LockTable {
  const holders = new Map<string, object>()
  return {
    isFree: (number, session) => (holders.get(number) ?? session) === session,
    take(number, session) {
      const holder = holders.get(number) ?? session
      if (holder !== session) throw new Error(`lock ${number} is held by another session`)
      holders.set(number, session)
    },
    release(session) {
      for (const [number, holder] of holders) if (holder === session) holders.delete(number)
    },
    get held() {
      return holders.size
    },
  }
}

export interface RequestedLock {
  readonly number: string
  /** The longest wait for the lock. */
  readonly timeoutMs: number
  /** True if the gateway gives up by its own setting (SET LOCAL lock_timeout). */
  readonly givesUp: boolean
}

const STATEMENT_TIMEOUT_MS = 15_000

/** The advisory locks that a statement takes, in order. */
export function locksIn(text: string, values: readonly unknown[]): RequestedLock[] {
  const wanted: RequestedLock[] = []
  let lockTimeoutMs = 0
  for (const command of text.split('; ')) {
    const timeout = /^SET LOCAL lock_timeout = (\d+)$/.exec(command)?.[1]
    if (timeout !== undefined) lockTimeoutMs = Number(timeout)
    const argument = /^SELECT pg_advisory_xact_lock\((-?\d+|\$1)\)$/.exec(command)?.[1]
    if (argument === undefined) continue
    const number = argument === '$1' ? String(values[0]) : argument
    wanted.push({ number, timeoutMs: lockTimeoutMs || STATEMENT_TIMEOUT_MS, givesUp: lockTimeoutMs > 0 })
  }
  return wanted
}
