import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import type { Tenant } from '../../src/domain/enums.ts'
import { logStart } from '../../src/store/event-log/position.ts'
import { type Database, openDatabase } from '../../src/store/sql/database.ts'
import { createLogTail } from '../../src/workers/log/tail.ts'
import { append, newEvent, newTenant } from '../../test/support/database/log-events.ts'
import type { Effort } from '../support/rounds.ts'

export interface TailResults {
  /** Events a second while there are events. */
  readonly events: number
  readonly rows: readonly {
    readonly tails: number
    /** Statements a second of all tails together, while nothing happens. */
    readonly idle: number
    /** The same while there are events and nobody subscribes. */
    readonly unread: number
    /** The same while there are events and each tail has a subscription. */
    readonly read: number
  }[]
}

const TAILS = [1, 10, 50]
const EVENTS_PER_SECOND = 20
/** The poll is at its slowest by then. */
const QUIET_MS = 3_000

/** What the tails of many processes cost one database. They are in one process here, each with its own connections. */
export async function measureTails(
  url: string,
  { seconds }: Effort,
  say: (line: string) => void,
): Promise<TailResults> {
  const writer = openDatabase({ url, maxConnections: 1 })
  const rows: TailResults['rows'][number][] = []
  try {
    for (const tails of TAILS) {
      const opened = await openTails(url, tails)
      const idle = await statementsPerSecond(opened, seconds)
      const unread = await statementsPerSecond(opened, seconds, () => publish(writer, newTenant(), seconds))
      const tenant = newTenant()
      const left = opened.map(({ tail }) => follow(tail.subscribe({ tenant, filter: {} }, logStart)))
      const read = await statementsPerSecond(opened, seconds, () => publish(writer, tenant, seconds))
      await Promise.all(opened.map(one => one.close()))
      await Promise.all(left)
      say(`${tails} tails: ${idle.toFixed(1)}, ${unread.toFixed(1)}, ${read.toFixed(1)} statements a second`)
      rows.push({ tails, idle, unread, read })
    }
    return { events: EVENTS_PER_SECOND, rows }
  } finally {
    await writer.close()
  }
}

type OpenTail = Awaited<ReturnType<typeof openTails>>[number]

async function openTails(url: string, count: number) {
  const log = pino({ level: 'silent' })
  return Promise.all(
    Array.from({ length: count }, async () => {
      const database = openDatabase({ url, maxConnections: 1 })
      let statements = 0
      database.onStatement(() => {
        statements += 1
      })
      const tail = createLogTail({ database, url, log })
      await tail.start()
      return {
        tail,
        statements: () => statements,
        async close() {
          await tail.stop()
          await database.close()
        },
      }
    }),
  )
}

async function statementsPerSecond(
  tails: readonly OpenTail[],
  seconds: number,
  work: () => Promise<unknown> = () => delay(seconds * 1000),
): Promise<number> {
  await delay(QUIET_MS)
  const sum = () => tails.reduce((total, { statements }) => total + statements(), 0)
  const [before, startedAt] = [sum(), performance.now()]
  await work()
  return ((sum() - before) * 1000) / (performance.now() - startedAt)
}

async function follow(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of events);
}

async function publish(database: Database, tenant: Tenant, seconds: number): Promise<void> {
  for (let event = 0; event < seconds * EVENTS_PER_SECOND; event++) {
    await append(database, [newEvent(tenant)])
    await database.pool.query('NOTIFY perennial_log')
    await delay(1000 / EVENTS_PER_SECOND)
  }
}
