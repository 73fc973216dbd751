import { isDeepStrictEqual } from 'node:util'
import { countSent } from '../charges/charges.ts'
import type { Transactions } from '../charges/recording.ts'
import { CONNECTIONS } from '../reads/reads.ts'
import { type Child, startChild } from '../support/children.ts'
import { type Comparison, compareWarm, type Effort } from '../support/rounds.ts'
import type { Backlog } from './data.ts'
import type { Counted, Drained } from './gateway.ts'

export interface SchedulerResults {
  readonly backlog: Backlog
  /** Occurrences charged by the scheduler against charges by chargeCreate. */
  readonly comparison: Comparison
  readonly drainedInSeconds: number
  /** To the database, for each charge. */
  readonly roundTrips: { readonly scheduled: ScheduledRoundTrips; readonly single: number }
}

interface ScheduledRoundTrips {
  /** For each charge. */
  readonly forEach: number
  /** One claim takes several occurrences. */
  readonly claims: number
  /** All other statements of the workers, without the log's tail, which looks for updates independently. */
  readonly others: number
}

const BACKLOG: Backlog = { merchants: 5, occurrencesOfEach: 2_000 }
const WARM_UP: Backlog = { merchants: 5, occurrencesOfEach: 200 }
const WARM_UP_MS = 2_000
const DUE = occurrencesOf(BACKLOG)
/**
 * Each is a round: short enough to compare with seconds of the other side, far longer than the work in flight at once.
 */
const PARTS = 20

/**
 * 10,000 occurrences that are due at one moment, charged by a gateway's workers, beside chargeCreate on the same kind
 * of provider.
 */
export async function measureScheduler(
  databaseUrls: { readonly scheduled: string; readonly single: string },
  { seconds }: Pick<Effort, 'seconds'>,
  say: (line: string) => void,
): Promise<SchedulerResults> {
  const scheduled = await startChild('scheduler/gateway.ts', { DATABASE_URL: databaseUrls.scheduled })
  const single = await startChild('charges/gateway.ts', { DATABASE_URL: databaseUrls.single })
  const chargeFor = (durationMs: number) => single.call<number>('charge', { lanes: CONNECTIONS, durationMs })
  try {
    const transactions = await single.call<Transactions>('record')
    await chargeFor(WARM_UP_MS)
    await scheduled.call('fill', WARM_UP)
    await scheduled.call('drain', { charges: occurrencesOf(WARM_UP) })
    await scheduled.call('fill', BACKLOG)
    say(`${DUE} occurrences are due`)
    const drained: Drained[] = []
    const drain = async () => {
      // The last part is the rest.
      const part = await scheduled.call<Drained>('drain', { charges: Math.min(DUE / PARTS, DUE - chargesOf(drained)) })
      drained.push(part)
      return part.perSecond
    }
    const comparison = await compareWarm(drain, () => chargeFor(seconds * 1000), PARTS)
    say(`scheduled charges by chargeCreate: ${comparison.ratio.median.toFixed(2)}`)
    await mustBePaid(scheduled, occurrencesOf(WARM_UP) + DUE)
    return {
      backlog: BACKLOG,
      comparison,
      drainedInSeconds: drained.reduce((sum, { charges, perSecond }) => sum + charges / perSecond, 0),
      roundTrips: { scheduled: countDrained(drained), single: countSent(transactions).roundTrips },
    }
  } finally {
    await Promise.all([scheduled.stop(), single.stop()])
  }
}

/** @throws unless each of this number of occurrences was charged once. */
async function mustBePaid(scheduled: Child, occurrences: number): Promise<void> {
  const counted = await scheduled.call<Counted>('count')
  const expected: Counted = { due: 0, paid: occurrences, charges: occurrences, captured: occurrences }
  if (!isDeepStrictEqual(counted, expected))
    throw new Error(`not each of ${occurrences} occurrences was charged once: ${JSON.stringify(counted)}`)
}

function occurrencesOf({ merchants, occurrencesOfEach }: Backlog): number {
  return merchants * occurrencesOfEach
}

function chargesOf(drained: readonly Drained[]): number {
  return drained.reduce((sum, { charges }) => sum + charges, 0)
}

function countDrained(drained: readonly Drained[]): ScheduledRoundTrips {
  const times = new Map<string, number>()
  for (const { statements } of drained)
    for (const [name, count] of Object.entries(statements)) times.set(name, (times.get(name) ?? 0) + count)
  const counted = [...times].filter(([name]) => !name.startsWith('log-'))
  const sum = (of: (count: number) => number) => counted.reduce((all, [, count]) => all + of(count), 0)
  // A statement of each charge is sent at least this many times.
  const forEach = sum(count => Math.floor(count / DUE))
  const claims = (times.get('occurrences-claim') ?? 0) / DUE
  return { forEach, claims, others: sum(count => count) / DUE - forEach - claims }
}
