import DataLoader, { type BatchLoadFn } from 'dataloader'
import type { Clock } from '../../src/base/time/clock.ts'
import type { Tenant } from '../../src/domain/enums.ts'
import { countedAttempts } from '../../src/store/charge/retry-budget.ts'
import { agreementHistory } from '../../src/store/reads/agreement-history.ts'
import { chargeCounts } from '../../src/store/reads/charge-counts.ts'
import { eventsByIds } from '../../src/store/reads/events-by-ids.ts'
import { initialCharges } from '../../src/store/reads/initial-charges.ts'
import { occurrenceCounts } from '../../src/store/reads/occurrence-counts.ts'
import { archivedTables } from '../../src/store/reads/timeline/archived-tables.ts'
import { chargeCalls } from '../../src/store/reads/timeline/charge-calls.ts'
import { chargeEvents } from '../../src/store/reads/timeline/charge-events.ts'
import { chargeWebhooks } from '../../src/store/reads/timeline/charge-webhooks.ts'
import { occurrenceEvents } from '../../src/store/reads/timeline/occurrence-events.ts'
import { plannedRetries } from '../../src/store/reads/timeline/planned-retries.ts'
import { plannedStatusQueries } from '../../src/store/reads/timeline/planned-status-queries.ts'
import { upcomingOccurrences } from '../../src/store/reads/upcoming-occurrences.ts'
import type { Sql } from '../../src/store/sql/database.ts'

/** The reads, by the ids of the objects that the rows belong to. */
export type BatchedReads = ReturnType<typeof batchedReads>

interface BatchedReadsOptions {
  readonly sql: Sql
  readonly tenant: Tenant
  readonly clock: Clock
}

/** The batched reads that Prisma cannot select with a row: counts, retry budgets, timelines. */
export function batchedReads({ sql, tenant, clock }: BatchedReadsOptions) {
  const bind =
    <Keys, Rows>(read: (sql: Sql, tenant: Tenant, keys: Keys) => Promise<Rows>) =>
    (keys: Keys) =>
      read(sql, tenant, keys)
  return {
    event: oneByKey(bind(eventsByIds), row => row.id),
    initialChargeOfAgreement: oneByKey(bind(initialCharges), row => row.agreementId),
    chargeCountOfAgreement: oneByKey(bind(chargeCounts), row => row.agreementId),
    historyOfAgreement: allByKey(bind(agreementHistory), row => row.agreementId),
    countedAttemptsOfInstrument: allByKey(
      ids => countedAttempts(sql, tenant, ids, clock.now()),
      row => row.instrumentId,
    ),
    eventsOfCharge: allByKey(bind(chargeEvents), row => row.chargeId),
    callsOfCharge: allByKey(bind(chargeCalls), row => row.chargeId),
    webhooksOfCharge: allByKey(bind(chargeWebhooks), row => row.chargeId),
    plannedStatusQueriesOfCharge: allByKey(bind(plannedStatusQueries), row => row.chargeId),
    plannedRetryOfCharge: oneByKey(bind(plannedRetries), row => row.chargeId),
    upcomingOfSchedule: oneByKey(bind(upcomingOccurrences), row => row.scheduleId),
    occurrenceCountOfSchedule: oneByKey(bind(occurrenceCounts), row => row.scheduleId),
    archivedTable: oneByKey(
      names => archivedTables(sql, names),
      row => row.name,
    ),
    eventsOfOccurrence: allByKey(bind(occurrenceEvents), row => row.occurrenceId),
  }
}

type Read<Row> = (keys: readonly string[]) => Promise<readonly Row[]>

/** At most one row for each key; null if a key has none. */
export function oneByKey<Row>(read: Read<Row>, keyOf: (row: Row) => string): Loader<Row | null> {
  return new Loader(async keys => {
    const found = new Map((await read(keys)).map(row => [keyOf(row), row]))
    return keys.map(key => found.get(key) ?? null)
  })
}

/** Any number of rows for each key, in the order in which they were read. */
function allByKey<Row>(read: Read<Row>, keyOf: (row: Row) => string): Loader<readonly Row[]> {
  return new Loader(async keys => {
    const found = Map.groupBy(await read(keys), keyOf)
    return keys.map(key => found.get(key) ?? [])
  })
}

/** A DataLoader that is created at its first use, because a context has many, and most requests need none. */
class Loader<Value> {
  readonly #read: BatchLoadFn<string, Value>
  #loader: DataLoader<string, Value> | undefined
  constructor(read: BatchLoadFn<string, Value>) {
    this.#read = read
  }
  load(key: string): Promise<Value> {
    this.#loader ??= new DataLoader(this.#read)
    return this.#loader.load(key)
  }
  clearAll(): void {
    this.#loader = undefined
  }
}
