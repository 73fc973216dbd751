import pg from 'pg'
import { EventCursorDocument } from '../src/client/index.ts'
import { type Audience, openAudience } from './audience/audience.ts'
import { compare } from './compare/compare.ts'
import { compareMoney } from './compare/money.ts'
import { allArrived } from './evidence/arrival.ts'
import type { Difference, Evidence } from './evidence/evidence.ts'
import { readCharges, readEvidence, readRows } from './evidence/gather.ts'
import { type Settling, settle } from './evidence/settle.ts'
import { makeAgreements, makeScheduleAgreements } from './load/agreements.ts'
import { type Calendar, openCalendar } from './load/calendar.ts'
import { type CallerCounts, createCaller } from './load/callers.ts'
import type { LoadContext } from './load/context.ts'
import { type LoadTimes, runLoad } from './load/load.ts'
import { Progress } from './load/progress.ts'
import { noResponses } from './load/responses.ts'
import type { Agreements } from './load/stories.ts'
import type { LoadOptions } from './plan/load-options.ts'
import { DAYS, declinesFirst } from './plan/schedule-plan.ts'
import { randomFrom } from './random.ts'
import type { System, Trouble } from './system.ts'

const SANDBOX_KEY = 'sk_test_sandbox'
/** A move of the clock by a day does all that is due on it. */
const MOVE_TIMEOUT_MS = 90_000

/** What a run found. */
export interface Outcome extends CallerCounts {
  readonly differences: readonly Difference[]
  readonly evidence: Evidence
  readonly settling: Settling
  readonly load: LoadTimes
  /** The simulated days that passed. */
  readonly days: number
  /** Subscribers' connections that were cut. */
  readonly lineCuts: number
}

/**
 * One run on processes that serve: load and trouble at the same time, then the comparison of all records.
 *
 * @throws if `signal` aborts.
 */
export async function run(
  { graphqlUrls: urls, simulators, databaseUrl, deaths }: System,
  options: LoadOptions,
  trouble: Trouble,
  signal: AbortSignal,
): Promise<Outcome> {
  const counts: CallerCounts = { answers: 0, repeats: new Map() }
  const responses = noResponses()
  const caller = (name: string, tryTimeoutMs?: number) => {
    const random = randomFrom(options.seed, `caller ${name}`)
    return createCaller({ urls, key: SANDBOX_KEY, random, counts, signal, ...(tryTimeoutMs && { tryTimeoutMs }) })
  }
  const reader = caller('reader')
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => {}) // PostgreSQL is ended on purpose
  await simulators.withoutRateLimits()
  const start = String((await reader.ask(EventCursorDocument, {})).eventCursor)
  const audience = openAudience({ urls, key: SANDBOX_KEY, after: start }, randomFrom(options.seed, 'lines'))
  try {
    const calendar = await openCalendar(caller('calendar', MOVE_TIMEOUT_MS))
    const { watchCharge, watchSchedule } = audience
    const context: LoadContext = {
      ...{ urls, key: SANDBOX_KEY, options, responses, counts, calendar, signal, watchCharge, watchSchedule },
    }
    const agreements = await makeAgreements(context)
    const schedules = await makeScheduleAgreements(context)
    for (const { planned, providerReference } of schedules)
      if (declinesFirst(planned)) await simulators.declineOnce(planned.provider, providerReference)
    watchAgreements(audience, agreements, { count: options.subscribers, start })
    const progress = new Progress()
    const [load] = await Promise.all([
      runLoad(context, { agreements, schedules, progress }),
      trouble.during(progress, signal),
    ])
    signal.throwIfAborted()
    await trouble.end()
    await oneMoreDay(calendar, options)
    audience.rest()
    const isEqual = async () =>
      compareMoney({
        charges: await readCharges(reader),
        rows: await readRows(pool),
        ledger: await simulators.ledger(),
      }).length === 0
    const settling = await settle(pool, { withinMs: options.settleSeconds * 1_000, signal, isEqual })
    const evidence: Evidence = {
      ...(await readEvidence({ reader, pool, simulators, start })),
      ...{ responses, deaths, subscribers: audience.subscribers, firstDay: calendar.firstDay },
    }
    await allArrived(evidence, signal)
    const differences = compare(evidence)
    const { days } = calendar
    return { ...{ differences, evidence, settling, load, days }, lineCuts: audience.cuts, ...counts }
  } finally {
    await audience.stop()
    await pool.end()
  }
}

function watchAgreements(
  audience: Audience,
  agreements: Agreements,
  { count, start }: { count: number; start: string },
): void {
  const ids = Object.values(agreements).flat()
  for (let index = 0; index < count; index++) audience.watchAgreement(String(ids[index % ids.length]), start)
}

/** A charge that the provider never received is retried within hours, which can be after the last day of the load. */
async function oneMoreDay(calendar: Calendar, { schedules }: LoadOptions): Promise<void> {
  if (schedules > 0) await calendar.moveTo(DAYS + 1)
}
