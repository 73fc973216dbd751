import { setTimeout as delay } from 'node:timers/promises'
import { createFairPlaces } from '../../base/fair-places.ts'
import type { Log } from '../../base/log/log.ts'
import type { Tail } from '../../operations/command/deps.ts'
import type { LogPosition } from '../../store/event-log/cursor.ts'
import { isInView } from '../../store/event-log/filter.ts'
import { LogArchived } from '../../store/event-log/kept.ts'
import { isAfter } from '../../store/event-log/position.ts'
import { readLogBatch } from '../../store/event-log/read-batch.ts'
import { readLogEnd } from '../../store/event-log/read-end.ts'
import { readLogAfter } from '../../store/event-log/read-page.ts'
import type { Database } from '../../store/sql/database.ts'
import type { LoggedEventRow } from '../../store/tables.ts'
import { createAlarm } from '../alarm.ts'
import type { LogBuffer } from './buffer.ts'
import { createLogListener } from './listener.ts'
import { createNewestChanges } from './newest-changes.ts'
import { createLogPace } from './pace.ts'
import { createLogRoutes } from './routes.ts'
import { type LogSource, LogSubscription } from './subscription.ts'
import type { WakeUps } from './wake-ups.ts'

interface LogTailOptions {
  readonly database: Database
  /** The URL of the same database, for the LISTEN connection. */
  readonly url: string
  /** Wakes the tails of other processes. Default: PostgreSQL's NOTIFY. */
  readonly wakeUps?: ((onUpdate: () => void) => WakeUps) | undefined
  /** The longest time between two reads without a wake-up. */
  readonly pollMs?: number | undefined
  readonly log: Log
  /** Called when another process has committed something, or may have. */
  readonly onUpdate?: () => void
  /** Called when this process has committed something. */
  readonly onCommit?: () => void
  /** How many events are buffered for one subscription before it continues from the database. */
  readonly bufferLimit?: number
  /** The page size for subscriptions that are behind. */
  readonly pageLimit?: number
}

export interface LogTail extends Tail {
  /** Resolves once it has read the end of the log; rejects if the database is unavailable. */
  start(): Promise<void>
  /** Ends all subscriptions as complete. Close the sockets first, so that their clients reconnect elsewhere. */
  stop(): Promise<void>
  stats(): LogTailStats
}

export interface LogTailStats {
  readonly listening: boolean
  readonly subscriptions: number
  /** The number of subscriptions that read from the database because they are behind. */
  readonly catchingUp: number
  readonly bufferedEvents: number
  /** Events added to buffers, counted once per subscription. */
  readonly deliveredEvents: number
  readonly failedReads: number
  /** Milliseconds since the end of the log was last read. */
  readonly sinceLastReadMs: number
  /** How long, at least, committed events have waited for an open transaction; 0 if none waits. */
  readonly heldBackMs: number
  /** How many transaction ids were assigned since the oldest open transaction. */
  readonly openTransactionIds: bigint
}

const BATCH_LIMIT = 500
const BUFFER_LIMIT = 1_000
const PAGE_LIMIT = 200
// When thousands of clients reconnect at once, their pages must not use up the pool, because payments need it. The
// pages of one merchant must not delay those of another.
const PAGES_AT_A_TIME = { most: 4, mostOfKey: () => 2 }
// Under load one read covers all commits within this time.
const READ_GAP_MS = 5

/** The only reader of the log's end in this process. It feeds all subscriptions from memory. */
export function createLogTail(options: LogTailOptions): LogTail {
  const { database, url, log, bufferLimit = BUFFER_LIMIT, pageLimit = PAGE_LIMIT } = options
  const { onUpdate = () => {}, onCommit = () => {} } = options
  const { wakeUps = onWake => createLogListener({ url, log, onUpdate: onWake }), pollMs } = options
  const subscriptions = new Set<LogSubscription>()
  const routes = createLogRoutes<LogBuffer>()
  const pages = createFairPlaces(PAGES_AT_A_TIME)
  const pace = createLogPace(pollMs)
  const alarm = createAlarm()
  /** Without subscriptions, the poll is enough to keep the position. */
  const readSoon = () => {
    if (routes.size > 0) alarm.ring()
  }
  const onOthers = () => {
    readSoon()
    onUpdate()
  }
  const listener = wakeUps(onOthers)
  const newest = createNewestChanges()
  const counts = { deliveredEvents: 0, failedReads: 0 }
  let position: LogPosition | undefined
  let following: Promise<void> | undefined
  let stopped = false

  const knownPosition = (): LogPosition => {
    if (position === undefined) throw new Error('the log tail was not started')
    return position
  }

  const source: LogSource = {
    position: knownPosition,
    bufferLimit,
    log,
    attach(buffer) {
      routes.add(buffer)
      // Nothing was read soon while there was no subscription, and its first events may be committed already.
      if (routes.size === 1) alarm.ring()
    },
    detach: routes.remove,
    async read(view, after) {
      const leave = await pages.take(view.tenant.merchantId, Number.POSITIVE_INFINITY)
      const page = await readLogAfter(database, view, after, { limit: pageLimit }).finally(leave)
      if (isAfter(page.keptFrom, after)) throw new LogArchived('events after this position were archived')
      return page
    },
  }

  function deliver(rows: readonly LoggedEventRow[]): void {
    for (const row of rows) newest.note(row)
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
    // This read returned no rows. A buffer that was attached meanwhile needs all events after the previous position.
    if (limit === 0 && routes.size > 0) return true
    pace.read(batch)
    if (limit === 0) newest.clear()
    deliver(batch.rows)
    if (isAfter(batch.position, after)) position = batch.position
    return batch.more
  }

  async function follow(): Promise<void> {
    while (!stopped) {
      alarm.reset()
      try {
        const more = await readOn()
        if (pace.recovered()) log.info('the event log can be read again')
        if (more) continue
      } catch (error) {
        counts.failedReads += 1
        if (pace.failed()) log.warn({ err: error }, 'the event log could not be read; retrying')
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
      readSoon()
      onCommit()
      listener.notify()
    },
    subscribe(view, after, signal) {
      const end = () => subscription.end()
      const onEnd = (ended: LogSubscription) => {
        subscriptions.delete(ended)
        signal?.removeEventListener('abort', end)
      }
      const subscription = new LogSubscription(source, { view, after }, onEnd)
      subscriptions.add(subscription)
      signal?.addEventListener('abort', end)
      if (stopped || signal?.aborted) subscription.end()
      return subscription
    },
    newestChange: newest.of,
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
