import { newId } from '../../src/base/id.ts'
import type { Tenant } from '../../src/domain/enums.ts'
import { eventRow } from '../../src/store/event-log/rows.ts'
import { type Database, openDatabase } from '../../src/store/sql/database.ts'
import { insert, write } from '../../src/store/sql/write.ts'
import { events } from '../../src/store/tables.ts'
import { type Comparison, compareWarm, type Effort } from '../support/rounds.ts'
import { type Arrivals, now } from './socket-clients.ts'
import { mustAllow, type Side, startOurSide, startPeer } from './subscribed.ts'

export interface FanOutResults {
  readonly rows: readonly {
    readonly sockets: number
    /** Bytes of one message. */
    readonly bytes: number
    /** 99 of 100 messages of one event arrive within this time, in milliseconds. */
    readonly latency: Comparison
    /** Messages a second, of many events at once. */
    readonly rate: Comparison
  }[]
}

const SOCKETS = [1_000, 5_000]
/** Of one measurement of one side, so that a measurement takes as long with few sockets as with many. */
const MESSAGES = 50_000

/** Publishes that many events at once. */
type Publish = (count: number) => Promise<unknown>

/** One event to thousands of sockets, beside the same bytes that `ws` alone sends to as many sockets. */
export async function measureFanOut(
  databaseUrl: string,
  dataDir: string,
  { rounds }: Pick<Effort, 'rounds'>,
  say: (line: string) => void,
): Promise<FanOutResults> {
  mustAllow(Math.max(...SOCKETS))
  const ours = await startOurSide(databaseUrl, dataDir)
  const theirs = await startPeer()
  const writer = openDatabase({ url: databaseUrl, maxConnections: 1 })
  const publish: Publish = count => writeEvents(writer, ours.gateway.tenant, count)
  const rows: FanOutResults['rows'][number][] = []
  try {
    let open = 0
    for (const sockets of SOCKETS) {
      for (const side of [ours, theirs]) await side.open(sockets - open)
      open = sockets
      const count = MESSAGES / sockets
      await burst(ours, publish, 2)
      const text = await ours.clients.call<string>('sample')
      const broadcast: Publish = times => theirs.server.call('broadcast', { text, times })
      await burst(ours, publish, count)
      await burst(theirs, broadcast, count)
      const latency = await compareWarm(
        () => oneByOne(ours, publish, count),
        () => oneByOne(theirs, broadcast, count),
        rounds,
      )
      const rate = await compareWarm(
        () => burst(ours, publish, count).then(seconds => MESSAGES / seconds),
        () => burst(theirs, broadcast, count).then(seconds => MESSAGES / seconds),
        rounds,
      )
      say(
        `${sockets} sockets: p99 ${latency.ratio.median.toFixed(2)}, messages a second ${rate.ratio.median.toFixed(2)}`,
      )
      rows.push({ sockets, bytes: Buffer.byteLength(text), latency, rate })
    }
    return { rows }
  } finally {
    await Promise.all([ours.stop(), theirs.stop(), writer.close()])
  }
}

/** Each event is published when all sockets have the one before. @returns The 99th percentile of all messages' times. */
async function oneByOne({ clients }: Side, publish: Publish, count: number): Promise<number> {
  await clients.call('reset')
  const sentAt: number[] = []
  for (let messages = 1; messages <= count; messages++) {
    const reached = clients.call('reached', { messages })
    sentAt.push(now())
    await publish(1)
    await reached
  }
  return (await clients.call<Arrivals>('arrivals', { sentAt })).p99Ms
}

/** @returns Seconds until the last of the events was at the last socket. */
async function burst({ clients }: Side, publish: Publish, count: number): Promise<number> {
  await clients.call('reset')
  const reached = clients.call('reached', { messages: count })
  const sentAt = now()
  await publish(count)
  await reached
  return ((await clients.call<Arrivals>('arrivals', { sentAt: [sentAt] })).lastAt - sentAt) / 1000
}

/** By another process than the gateway's, as most events of a gateway with several processes are. */
async function writeEvents(database: Database, tenant: Tenant, count: number): Promise<void> {
  const at = new Date()
  const rows = Array.from({ length: count }, () => {
    const id = newId('charge', at)
    const subject = { tenant, type: 'Charge', id, consumerId: newId('consumer', at), agreementId: null } as const
    return eventRow(
      subject,
      { source: 'API', actor: null, now: at },
      {
        type: 'charge.capture_succeeded',
        version: 4,
        change: true,
        previousStatus: 'AUTHORIZED',
        status: 'CAPTURED',
        subjectStatus: 'CAPTURED',
        subjectTerminal: true,
        data: null,
      },
    )
  })
  await write(database, [insert(events, rows)])
  await database.pool.query('NOTIFY perennial_log')
}
