import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../../base/log/log.ts'
import type { Tail } from '../../operations/command/deps.ts'
import type { LogPosition } from '../../store/event-log/cursor.ts'
import { isInView } from '../../store/event-log/filter.ts'
import { isAfter } from '../../store/event-log/position.ts'
import { readLogBatch } from '../../store/event-log/read-batch.ts'
import { readLogEnd } from '../../store/event-log/read-end.ts'
import { readLogAfter } from '../../store/event-log/read-page.ts'
import type { Database } from '../../store/sql/database.ts'
import type { LoggedEventRow } from '../../store/tables/event.ts'
import { createAlarm } from '../alarm.ts'
import { createLimiter } from '../limiter.ts'
import type { LogBuffer } from './buffer.ts'
import { createLogListener } from './listener.ts'
import { createLogPace } from './pace.ts'
import { createLogRoutes } from './routes.ts'
import { LogSubscription } from './subscription.ts'

interface LogTailOptions {
  readonly database: Database
  /** Of the same database, for the connection that listens. */
  readonly url: string
  readonly log: Log
  /** How many events wait in memory for one subscription before it goes on from the database. */
  readonly bufferLimit?: number
  /** How many events one page of a subscription that is behind has. */
  readonly pageLimit?: number
}

export interface LogTail extends Tail {
  /** Resolves once it knows the log's end; rejects if the database cannot be read. */
  start(): Promise<void>
  /**
   * Ends all subscriptions as if the log were over: close sockets before, so that their clients come back elsewhere.
   */
  stop(): Promise<void>
  stats(): LogTailStats
}

export interface LogTailStats {
  readonly listening: boolean
  readonly subscriptions: number
  /** Of these, how many read pages from the database because they are behind. */
  readonly catchingUp: number
  readonly bufferedEvents: number
  /** Given to buffers, once for each subscription that an event went to. */
  readonly deliveredEvents: number
  readonly failedReads: number
  /** Since the log's end was last read. */
  readonly sinceLastReadMs: number
  /** How long committed events have been waiting for an open transaction, at least; 0 if none waits. */
  readonly heldBackMs: number
  /** How many transaction ids were given out since the oldest transaction that is still open. */
  readonly openTransactionIds: bigint
}

const BATCH_LIMIT = 500
const BUFFER_LIMIT = 1_000
const PAGE_LIMIT = 200
// When thousands of clients come back at once, their pages must not take the pool from those who move money.
const PAGES_AT_A_TIME = 2
// Under load a read takes in what came within this time, instead of one read for every commit.
const READ_GAP_MS = 5

/** The one reader of the log's end in this process: it feeds all its subscriptions from memory. */
export function createLogTail(options: LogTailOptions): LogTail {
  const { database, url, log, bufferLimit = BUFFER_LIMIT, pageLimit = PAGE_LIMIT } = options
  const subscriptions = new Set<LogSubscription>()
  const routes = createLogRoutes<LogBuffer>()
  const onePage = createLimiter(PAGES_AT_A_TIME)
  const pace = createLogPace()
  const alarm = createAlarm()
  const listener = createLogListener({ url, log, onUpdate: alarm.ring })
  const counts = { deliveredEvents: 0, failedReads: 0 }
  let position: LogPosition | undefined
  let following: Promise<void> | undefined
  let stopped = false

  const knownPosition = (): LogPosition => {
    if (position === undefined) throw new Error('the tail of the log was not started')
    return position
  }

  function deliver(rows: readonly LoggedEventRow[]): void {
    for (const row of rows) {
      for (const buffer of routes.of(row)) {
        if (!isInView(buffer.view, row)) continue
        buffer.add(row)
        counts.deliveredEvents += 1
        if (buffer.overflowed) routes.remove(buffer)
      }
    }
  }

  /** True if there is more to read at once. */
  async function readOn(): Promise<boolean> {
    const after = knownPosition()
    const limit = routes.size === 0 ? 0 : BATCH_LIMIT
    const batch = await readLogBatch(database, after, limit)
    // Who attached while nothing was being read counts on all that stands behind the place of before.
    if (limit === 0 && routes.size > 0) return true
    pace.read(batch)
    deliver(batch.rows)
    if (isAfter(batch.position, after)) position = batch.position
    return batch.more
  }

  async function follow(): Promise<void> {
    while (!stopped) {
      alarm.reset()
      try {
        const more = await readOn()
        if (pace.recovered()) log.info('the log is read again')
        if (more) continue
      } catch (error) {
        counts.failedReads += 1
        if (pace.failed()) log.warn({ err: error }, 'the log could not be read; it is tried again')
      }
      await delay(READ_GAP_MS)
      await alarm.wait(pace.delayMs())
    }
  }

  return {
    async start() {
      position ??= await readLogEnd(database)
      listener.start()
      following ??= follow()
    },
    async stop() {
      stopped = true
      for (const subscription of subscriptions) subscription.end()
      alarm.ring()
      await Promise.all([listener.stop(), following])
    },
    wake() {
      alarm.ring()
      listener.notify()
    },
    subscribe(view, after, signal) {
      const source = {
        position: knownPosition,
        bufferLimit,
        log,
        attach: routes.add,
        detach: routes.remove,
        read: (place: LogPosition) => onePage(() => readLogAfter(database, view, place, { limit: pageLimit })),
      }
      const end = () => subscription.end()
      const subscription = new LogSubscription(source, { view, after }, ended => {
        subscriptions.delete(ended)
        signal?.removeEventListener('abort', end)
      })
      subscriptions.add(subscription)
      signal?.addEventListener('abort', end)
      if (stopped || signal?.aborted) subscription.end()
      return subscription
    },
    stats() {
      const open = [...subscriptions]
      return {
        ...counts,
        ...pace.stats(),
        listening: listener.listening,
        subscriptions: open.length,
        catchingUp: open.filter(({ live }) => !live).length,
        bufferedEvents: open.reduce((sum, { bufferedEvents }) => sum + bufferedEvents, 0),
      }
    },
  }
}
