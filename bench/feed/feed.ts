import { setTimeout as delay } from 'node:timers/promises'
import { webConsole } from '../../scripts/build/console.ts'
import { buildPart } from '../../scripts/build/part.ts'
import { freePort } from '../../src/supervisor/postgres/server.ts'
import { type Child, startChild } from '../support/children.ts'
import { startGateway } from '../support/gateway.ts'
import { INSTANT_KEY } from '../support/instant-gateway.ts'
import { type Comparison, compareWarm, type Effort } from '../support/rounds.ts'
import { heapOf, type Recording, record } from './frames.ts'
import { type Log, openLog } from './log.ts'
import { type FeedPage, openFeed } from './page.ts'

/** `idle` is without changes; `live` and `paused` are with them. */
export type FeedState = 'idle' | 'live' | 'paused'

export interface FeedResults {
  readonly changesPerSecond: number
  /** Frames a second with changes, against those without. */
  readonly frames: Comparison
  readonly recordings: Readonly<Record<FeedState, readonly Recording[]>>
  readonly changes: {
    readonly made: number
    readonly received: number
    /** True if the page's rows were the newest changes of the log, in its order, after each recording. */
    readonly areShown: boolean
  }
  /** Bytes of the page's heap without garbage. */
  readonly heap: { readonly before: number; readonly after: number }
}

const CHANGES_PER_SECOND = 200
const WARM_UP_MS = 3_000

/**
 * The console's page "Live" in Chromium, while another process makes charges on the same database. Beside it the same
 * page without changes, and while it is paused.
 */
export async function measureFeed(
  databaseUrl: string,
  dataDir: string,
  effort: Effort,
  say: (line: string) => void,
): Promise<FeedResults> {
  await buildPart(webConsole)
  const port = await freePort()
  // A browser reaches it without TLS, which production refuses.
  const variables = {
    NODE_ENV: 'development',
    SANDBOX: 'off',
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
  }
  await using opened = new AsyncDisposableStack()
  const gateway = await startGateway(databaseUrl, dataDir, INSTANT_KEY.toString('base64'), variables)
  opened.defer(() => gateway.stop())
  // After the gateway, which outside sandbox mode revokes the key that this one makes.
  const charges = await startChild('charges/gateway.ts', { DATABASE_URL: databaseUrl })
  opened.defer(() => charges.stop())
  const log = await openLog(databaseUrl)
  opened.defer(() => log.close())
  const feed = await openFeed(variables.PUBLIC_URL)
  opened.defer(() => feed.close())
  return await measure({ charges, log, feed }, effort, say)
}

interface Parts {
  readonly charges: Child
  readonly log: Log
  readonly feed: FeedPage
}

async function measure(
  { charges, log, feed }: Parts,
  { seconds, rounds }: Effort,
  say: (line: string) => void,
): Promise<FeedResults> {
  const earlier = await log.count()
  await charges.call('pace', { perSecond: 1, durationMs: 1_000 })
  const changesOfCharge = (await log.count()) - earlier
  const change = (durationMs: number) =>
    charges.call('pace', { perSecond: CHANGES_PER_SECOND / changesOfCharge, durationMs })
  await change(WARM_UP_MS)
  const before = await heapOf(feed.tools)
  let areShown = await log.isShown(feed)
  const recordings: Record<FeedState, Recording[]> = { idle: [], live: [], paused: [] }
  const take = async (state: FeedState, work: () => Promise<unknown>) => {
    if (state === 'paused') await feed.page.getByRole('button', { name: 'Pause' }).click()
    const recording = await record(feed.page, feed.tools, work)
    if (state === 'paused') await feed.page.getByRole('button', { name: 'Go on' }).click()
    areShown = (await log.isShown(feed)) && areShown
    recordings[state].push(recording)
    say(`${state}: ${recording.intervals.length} frames, the longest ${Math.max(...recording.intervals).toFixed(0)} ms`)
    return (1_000 * recording.intervals.length) / recording.intervals.reduce((sum, interval) => sum + interval, 0)
  }
  const frames = await compareWarm(
    () => take('live', () => change(seconds * 1_000)),
    () => take('idle', () => delay(seconds * 1_000)),
    rounds,
  )
  for (let round = 0; round < rounds; round++) await take('paused', () => change(seconds * 1_000))
  const changes = { made: (await log.count()) - earlier, received: feed.received(), areShown }
  const heap = { before, after: await heapOf(feed.tools) }
  return { changesPerSecond: CHANGES_PER_SECOND, frames, recordings, changes, heap }
}
