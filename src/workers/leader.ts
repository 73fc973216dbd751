import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../base/log/log.ts'
import { prepareSession } from '../store/sql/session.ts'
import { loop } from './loop.ts'

/** Work that one process of a database does for all. */
export interface Duty {
  readonly name: string
  /** How long it waits if there is nothing more to do. */
  readonly pauseMs: number
  /**
   * Returns the number of pieces of work that were done; 0 if there is nothing more to do now.
   *
   * @param signal Aborted when the process stops or no longer leads. A leader that hangs can learn that too late, so a
   * duty must be safe if another process does it at the same time.
   */
  readonly take: (signal: AbortSignal) => Promise<number>
}

export interface Leader {
  readonly leads: boolean
  start(): void
  /** Gives up the lead. Resolves when no duty runs. */
  stop(): Promise<void>
}

interface LeaderOptions {
  /** A direct connection: a pooler that shares sessions between transactions would lose the lock. */
  readonly url: string
  readonly log: Log
  readonly duties: readonly Duty[]
}

/** With two numbers, so that it can never be the lock of an aggregate, which has one. */
const TAKE_LOCK = 'SELECT pg_try_advisory_lock(70736938, 1) AS taken'
/** How often a process that does not lead tries to. */
const TRY_EVERY_MS = 1_000
/** How often the leader checks that its session, and so its lock, still exists. */
const CHECK_EVERY_MS = 5_000
const ANSWER_MS = 5_000
const RECONNECT_MS = 2_000
/** PostgreSQL ends the session of a leader whose machine is gone after about 20 s. Without effect on a Unix socket. */
const SESSION = `SELECT set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '3', false),
  set_config('tcp_keepalives_count', '3', false)`

/**
 * Lets one process of all that share a database run its duties. The leader holds an advisory lock in a session of its
 * own, so the lock ends with the process, however it ends, and another process takes over within a second or two.
 */
export function createLeader({ url, log, duties }: LeaderOptions): Leader {
  const stopping = new AbortController()
  const stopped = new Promise<void>(resolve => stopping.signal.addEventListener('abort', () => resolve()))
  let leads = false
  let running: Promise<void> | undefined

  const wait = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => {})

  async function lead(client: pg.Client, ended: AbortSignal, lose: () => void): Promise<void> {
    leads = true
    log.info("this process is the leader now: it runs the leader's duties")
    const check = async () => {
      while (!ended.aborted) {
        await client.query('SELECT 1').catch(lose)
        await wait(CHECK_EVERY_MS, ended)
      }
    }
    const runs = duties.map(({ name, pauseMs, take }) => loop(log, { name, pauseMs, signal: ended }, () => take(ended)))
    await Promise.all([check(), ...runs])
  }

  /** Resolves when the session is lost or the process stops; rejects if the session could not be opened. */
  async function tryToLead(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'perennial-leader',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    })
    const session = new AbortController()
    const lose = () => session.abort()
    client.once('end', lose).on('error', lose)
    const ended = AbortSignal.any([session.signal, stopping.signal])
    try {
      // `connect` never settles if the client is ended while it connects.
      await Promise.race([client.connect(), stopped])
      if (ended.aborted) return
      // A standby gives the same lock, beside the primary.
      await prepareSession(client, true)
      await client.query(SESSION)
      while (!ended.aborted) {
        const { rows } = await client.query<{ taken: boolean }>(TAKE_LOCK)
        if (rows[0]?.taken) await lead(client, ended, lose)
        else await wait(TRY_EVERY_MS, ended)
      }
    } finally {
      if (leads && !stopping.signal.aborted)
        log.warn('this process is no longer the leader: its database connection was lost')
      leads = false
      void client.end().catch(() => {}) // not awaited: it can wait for a server that is gone
    }
  }

  async function keepTrying(): Promise<void> {
    while (!stopping.signal.aborted) {
      await tryToLead().catch(error =>
        log.warn({ err: error }, 'could not connect to the database to become the leader; retrying'),
      )
      await wait(RECONNECT_MS, stopping.signal)
    }
  }

  return {
    get leads() {
      return leads
    },
    start() {
      running ??= keepTrying()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
