import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../../base/log/log.ts'
import { coalesce } from '../../base/time/coalesce.ts'
import { KEEP_ALIVE_MS } from '../../store/sql/session.ts'
import type { WakeUps } from './wake-ups.ts'

interface LogListenerOptions {
  readonly url: string
  readonly log: Log
  /** Another process has committed events, or may have while this process did not listen. */
  readonly onUpdate: () => void
}

const CHANNEL = 'perennial_log'
// NOTIFY takes a server-wide lock at commit, so it is rate-limited and never part of another transaction.
const NOTIFY_GAP_MS = 20
const ANSWER_TIMEOUT_MS = 5_000
const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5_000

/**
 * Wake-ups by LISTEN and NOTIFY, on one connection of the process. Concurrent calls of `notify` become one NOTIFY.
 */
export function createLogListener({ url, log, onUpdate }: LogListenerOptions): WakeUps {
  const stopping = new AbortController()
  const stopped = new Promise<void>(resolve => {
    stopping.signal.addEventListener('abort', () => resolve())
  })
  let connected: pg.Client | undefined
  let running: Promise<void> | undefined

  /** Resolves when the connection is lost; rejects if it could not be opened. */
  async function listenUntilLost(onListening: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'perennial-log',
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      connectionTimeoutMillis: 5_000,
      query_timeout: ANSWER_TIMEOUT_MS,
    })
    const lost = new Promise<void>(resolve => client.once('end', resolve).on('error', () => resolve()))
    const end = () => void client.end().catch(() => {})
    stopping.signal.addEventListener('abort', end)
    try {
      // `connect` never settles if the client is ended while it connects.
      await Promise.race([client.connect(), stopped])
      if (stopping.signal.aborted) return
      const { rows } = await client.query<{ own: number }>('SELECT pg_backend_pid() AS own')
      client.on('notification', ({ processId }) => {
        if (processId !== rows[0]?.own) onUpdate()
      })
      await client.query(`LISTEN ${CHANNEL}`)
      connected = client
      onListening()
      await lost
    } finally {
      connected = undefined
      stopping.signal.removeEventListener('abort', end)
      end()
    }
  }

  async function keepListening(): Promise<void> {
    let retryMs = FIRST_RETRY_MS
    while (!stopping.signal.aborted) {
      try {
        await listenUntilLost(() => {
          retryMs = FIRST_RETRY_MS
          onUpdate()
        })
        if (!stopping.signal.aborted) log.warn('the LISTEN connection of the event log was lost; it is being reopened')
      } catch (error) {
        if (!stopping.signal.aborted)
          log.warn({ err: error }, 'the LISTEN connection of the event log could not be opened; polling continues')
      }
      await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => {})
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
    }
  }

  const notify = coalesce(NOTIFY_GAP_MS, async () => {
    const client = connected
    // A machine that vanished answers nothing: the connection is opened again.
    await client?.query(`NOTIFY ${CHANNEL}`).catch(() => client.connection.stream.destroy())
  })

  return {
    get listening() {
      return connected !== undefined
    },
    start() {
      running ??= keepListening()
    },
    notify: notify.soon,
    async stop() {
      notify.cancel()
      stopping.abort()
      await running
    },
  }
}
