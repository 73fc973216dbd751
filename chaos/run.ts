import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { EventCursorDocument } from '../src/client/index.ts'
import { type Audience, openAudience } from './audience/audience.ts'
import { compare } from './compare/compare.ts'
import { expectedOf } from './compare/log.ts'
import { compareMoney } from './compare/money.ts'
import type { Evidence } from './evidence/evidence.ts'
import { readAgreements, readCharges, readLog, readRows } from './evidence/gather.ts'
import { settle } from './evidence/settle.ts'
import type { CallerCounts } from './load/callers.ts'
import { disrupt, Progress } from './load/disrupt.ts'
import { type LoadContext, makeAgreements, merchantNamed, runLoad } from './load/load.ts'
import type { Merchant } from './load/merchant.ts'
import { planCharges, planDisruptions } from './load/plan.ts'
import { noResponses } from './load/responses.ts'
import type { Agreements } from './load/stories.ts'
import type { Options } from './options.ts'
import type { Stack } from './processes/stack.ts'
import { randomFrom } from './random.ts'
import type { Result } from './report.ts'

const SANDBOX_KEY = 'sk_test_sandbox'
/** The last events reach subscribers within this time. */
const LAST_EVENTS_MS = 30_000
const WATCHED_AGREEMENTS = 4

/** One run on a stack that serves: load and faults, then the comparison of all records. */
export async function run(stack: Stack, options: Options, signal: AbortSignal): Promise<Result> {
  const { graphqlUrl: url, simulators } = stack
  const counts: CallerCounts = { answers: 0, repeats: new Map() }
  const responses = noResponses()
  const audienceOf = { open: undefined as Audience | undefined }
  const watchCharge: Merchant['watchCharge'] = (charge, cursor) => audienceOf.open?.watchCharge(charge, cursor)
  const context: LoadContext = { url, key: SANDBOX_KEY, options, responses, counts, signal, watchCharge }
  const reader = merchantNamed(context, 'reader')
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 })
  pool.on('error', () => {}) // PostgreSQL is ended on purpose
  await simulators.withoutRateLimits()
  const { eventCursor } = await reader.caller.ask(EventCursorDocument, {})
  const start = String(eventCursor)
  const audience = openAudience({ url, key: SANDBOX_KEY, after: start }, randomFrom(options.seed, 'lines'))
  audienceOf.open = audience
  try {
    const agreements = await makeAgreements(context)
    watchSome(audience, agreements, start)
    await simulators.setFaults(options)
    stack.cutter.begin()
    const progress = new Progress()
    const disruptions = planDisruptions(options)
    const [load] = await Promise.all([
      runLoad(context, planCharges(options), { agreements, progress }),
      disrupt(stack, disruptions, { progress, signal }),
    ])
    signal.throwIfAborted()
    await simulators.endFaults()
    stack.cutter.rest()
    audience.rest()
    const isEqual = async () =>
      compareMoney({
        charges: await readCharges(reader.caller),
        rows: await readRows(pool),
        ledger: await simulators.ledger(),
      }).length === 0
    const settling = await settle(pool, { withinMs: options.settleSeconds * 1_000, signal, isEqual })
    const evidence: Evidence = {
      ...{ responses, subscribers: audience.subscribers, deaths: stack.deaths },
      charges: await readCharges(reader.caller),
      agreements: await readAgreements(reader.caller),
      log: await readLog(reader.caller, start),
      rows: await readRows(pool),
      ledger: await simulators.ledger(),
    }
    await lastEvents(evidence, signal)
    return {
      ...{ differences: compare(evidence), evidence, settling, load },
      kills: stack.gateway.kills,
      restarts: disruptions.filter(({ of }) => of === 'PostgreSQL').length,
      cutBefore: stack.cutter.cutBefore,
      cutAfter: stack.cutter.cutAfter,
      lineCuts: audience.cuts,
      ...counts,
    }
  } finally {
    await audience.stop()
    await pool.end()
  }
}

function watchSome(audience: Audience, agreements: Agreements, start: string): void {
  for (const ids of Object.values(agreements))
    for (const id of ids.slice(0, WATCHED_AGREEMENTS)) audience.watchAgreement(id, start)
}

/**
 * Waits until every subscriber has received all its events, at most half a minute. Events that are still missing then
 * are lost.
 */
async function lastEvents(evidence: Evidence, signal: AbortSignal): Promise<void> {
  const end = Date.now() + LAST_EVENTS_MS
  const waitingFor = evidence.subscribers.map(subscriber => ({
    subscriber,
    expected: new Set(expectedOf(subscriber, evidence)),
  }))
  const isComplete = ({ subscriber, expected }: (typeof waitingFor)[number]) =>
    new Set(subscriber.seen.map(({ id }) => id)).size >= expected.size
  while (Date.now() < end && !waitingFor.every(isComplete)) await delay(200, undefined, { signal })
}
