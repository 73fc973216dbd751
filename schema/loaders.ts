import DataLoader from 'dataloader'
import type { Clock } from '../src/base/time/clock.ts'
import type { Tenant } from '../src/domain/enums.ts'
import { countedAttempts } from '../src/store/charge/retry-budget.ts'
import { agreementHistory } from '../src/store/reads/agreement-history.ts'
import { type Children, parentsWithChild, type Side } from '../src/store/reads/any-child.ts'
import { chargeCalls } from '../src/store/reads/charge-calls.ts'
import { chargeCounts } from '../src/store/reads/charge-counts.ts'
import { chargeEvents } from '../src/store/reads/charge-events.ts'
import { chargeWebhooks } from '../src/store/reads/charge-webhooks.ts'
import { eventsByIds } from '../src/store/reads/events-by-ids.ts'
import { initialCharges } from '../src/store/reads/initial-charges.ts'
import { occurrenceCounts } from '../src/store/reads/occurrence-counts.ts'
import { occurrenceEvents } from '../src/store/reads/occurrence-events.ts'
import { plannedRetries } from '../src/store/reads/planned-retries.ts'
import { plannedStatusQueries } from '../src/store/reads/planned-status-queries.ts'
import { upcomingOccurrences } from '../src/store/reads/upcoming-occurrences.ts'
import type { Sql } from '../src/store/sql/database.ts'

export type Loaders = ReturnType<typeof createLoaders>

/**
 * The batched reads of one context that Prisma cannot select with a row: counts, retry budgets, timelines. A query for
 * a hundred parents needs one statement. Results are cached, so a context must not outlive its request or event.
 */
export function createLoaders(sql: Sql, tenant: Tenant, clock: Clock) {
  const bind =
    <Keys, Rows>(read: (sql: Sql, tenant: Tenant, keys: Keys) => Promise<Rows>) =>
    (keys: Keys) =>
      read(sql, tenant, keys)
  const loaders = {
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
    eventsOfOccurrence: allByKey(bind(occurrenceEvents), row => row.occurrenceId),
  }
  return {
    ...loaders,
    anyChild: anyChildReader(sql, tenant),
    /** Call this after a write: everything is read again. */
    forget(): void {
      for (const loader of Object.values(loaders)) loader.clearAll()
    },
  }
}

type Read<Row> = (keys: readonly string[]) => Promise<readonly Row[]>

/** At most one row for each key; null if there is none. */
function oneByKey<Row>(read: Read<Row>, keyOf: (row: Row) => string): DataLoader<string, Row | null> {
  return new DataLoader(async keys => {
    const found = new Map((await read(keys)).map(row => [keyOf(row), row]))
    return keys.map(key => found.get(key) ?? null)
  })
}

/** Any number of rows for each key, in the order in which they were read. */
function allByKey<Row>(read: Read<Row>, keyOf: (row: Row) => string): DataLoader<string, readonly Row[]> {
  return new DataLoader(async keys => {
    const found = Map.groupBy(await read(keys), keyOf)
    return keys.map(key => found.get(key) ?? [])
  })
}

/** The models of paged lists. */
export type ListModel = Children['model'] | 'apiKey' | 'auditEntry' | 'consumer' | 'providerAccount' | 'providerEvent'

/**
 * True if a parent has another row on that side of its list. One statement for all parents with the same list and side.
 */
function anyChildReader(sql: Sql, tenant: Tenant) {
  const loaders = new Map<string, DataLoader<string, boolean>>()
  return (children: Children, parentId: string, side: Side): Promise<boolean> => {
    const key = JSON.stringify([children.model, children.parent, side])
    const read = async (ids: readonly string[]) => {
      const found = new Set((await parentsWithChild(sql, tenant, children, side, ids)).map(row => row.parentId))
      return ids.map(id => found.has(id))
    }
    const loader = loaders.get(key) ?? new DataLoader<string, boolean>(read, { cache: false })
    loaders.set(key, loader)
    return loader.load(parentId)
  }
}
