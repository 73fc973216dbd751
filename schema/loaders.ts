import DataLoader from 'dataloader'
import type { Clock } from '../src/base/time/clock.ts'
import type { Tenant } from '../src/domain/enums.ts'
import type { Caller } from '../src/operations/command/caller.ts'
import { countedAttempts } from '../src/store/charge/retry-budget.ts'
import { agreementHistory } from '../src/store/reads/agreement-history.ts'
import { agreementsByIds } from '../src/store/reads/agreements-by-ids.ts'
import { agreementsOfConsumers } from '../src/store/reads/agreements-of-consumers.ts'
import { chargeCalls } from '../src/store/reads/charge-calls.ts'
import { chargeCounts } from '../src/store/reads/charge-counts.ts'
import { chargeEvents } from '../src/store/reads/charge-events.ts'
import { chargeWebhooks } from '../src/store/reads/charge-webhooks.ts'
import { chargesByIds } from '../src/store/reads/charges-by-ids.ts'
import { chargesOfAgreements } from '../src/store/reads/charges-of-agreements.ts'
import { chargesOfConsumers } from '../src/store/reads/charges-of-consumers.ts'
import { chargesOfOccurrences } from '../src/store/reads/charges-of-occurrences.ts'
import { consumersByIds } from '../src/store/reads/consumers-by-ids.ts'
import { eventsByIds } from '../src/store/reads/events-by-ids.ts'
import { initialCharges } from '../src/store/reads/initial-charges.ts'
import { instrumentsByIds } from '../src/store/reads/instruments-by-ids.ts'
import { occurrenceCounts } from '../src/store/reads/occurrence-counts.ts'
import { occurrenceEvents } from '../src/store/reads/occurrence-events.ts'
import { occurrencesByIds } from '../src/store/reads/occurrences-by-ids.ts'
import { occurrencesOfSchedules } from '../src/store/reads/occurrences-of-schedules.ts'
import { operationsByIds } from '../src/store/reads/operations-by-ids.ts'
import { operationsOfCharges } from '../src/store/reads/operations-of-charges.ts'
import type { Page, PageWindow } from '../src/store/reads/page.ts'
import { plannedRetries } from '../src/store/reads/planned-retries.ts'
import { plannedStatusQueries } from '../src/store/reads/planned-status-queries.ts'
import { providerEventBodies } from '../src/store/reads/provider-event-bodies.ts'
import { providerEventsByIds } from '../src/store/reads/provider-events-by-ids.ts'
import { revocationsByIds } from '../src/store/reads/revocations-by-ids.ts'
import { revocationsOfAgreements } from '../src/store/reads/revocations-of-agreements.ts'
import { schedulesByIds } from '../src/store/reads/schedules-by-ids.ts'
import { schedulesOfAgreements } from '../src/store/reads/schedules-of-agreements.ts'
import { upcomingOccurrences } from '../src/store/reads/upcoming-occurrences.ts'
import type { Sql } from '../src/store/sql/database.ts'
import { providerEventReader } from './provider-event/reader.ts'

export type Loaders = ReturnType<typeof createLoaders>

/**
 * The batched reads of one context: whatever a query asks of a hundred parents is one statement. What was read stays as
 * it was read, so a context must not outlive its request or event.
 */
export function createLoaders(sql: Sql, caller: Caller, clock: Clock) {
  const { tenant } = caller
  const reader = providerEventReader(caller)
  const bind =
    <Keys, Rows>(read: (sql: Sql, tenant: Tenant, keys: Keys) => Promise<Rows>) =>
    (keys: Keys) =>
      read(sql, tenant, keys)
  const bindPages = <Row>(read: PagesRead<Row>) =>
    pagesOf((window: PageWindow, parentIds: readonly string[]) => read(sql, tenant, window, parentIds))
  const loaders = {
    consumer: oneByKey(bind(consumersByIds), row => row.id),
    agreement: oneByKey(bind(agreementsByIds), row => row.id),
    charge: oneByKey(bind(chargesByIds), row => row.id),
    operation: oneByKey(bind(operationsByIds), row => row.id),
    schedule: oneByKey(bind(schedulesByIds), row => row.id),
    occurrence: oneByKey(bind(occurrencesByIds), row => row.id),
    revocation: oneByKey(bind(revocationsByIds), row => row.id),
    instrument: oneByKey(bind(instrumentsByIds), row => row.id),
    event: oneByKey(bind(eventsByIds), row => row.id),
    providerEvent: oneByKey(
      ids => providerEventsByIds(sql, reader, ids),
      row => row.id,
    ),
    providerEventBody: oneByKey(
      ids => providerEventBodies(sql, reader, ids),
      row => row.id,
    ),
    initialChargeOfAgreement: oneByKey(bind(initialCharges), row => row.agreementId),
    chargeCountOfAgreement: oneByKey(bind(chargeCounts), row => row.agreementId),
    historyOfAgreement: allByKey(bind(agreementHistory), row => row.agreementId),
    revocationsOfAgreement: allByKey(bind(revocationsOfAgreements), row => row.agreementId),
    countedAttemptsOfInstrument: allByKey(
      ids => countedAttempts(sql, tenant, ids, clock.now()),
      row => row.instrumentId,
    ),
    operationsOfCharge: allByKey(bind(operationsOfCharges), row => row.chargeId),
    eventsOfCharge: allByKey(bind(chargeEvents), row => row.chargeId),
    callsOfCharge: allByKey(bind(chargeCalls), row => row.chargeId),
    webhooksOfCharge: allByKey(bind(chargeWebhooks), row => row.chargeId),
    plannedStatusQueriesOfCharge: allByKey(bind(plannedStatusQueries), row => row.chargeId),
    plannedRetryOfCharge: oneByKey(bind(plannedRetries), row => row.chargeId),
    upcomingOfSchedule: oneByKey(bind(upcomingOccurrences), row => row.scheduleId),
    occurrenceCountOfSchedule: oneByKey(bind(occurrenceCounts), row => row.scheduleId),
    chargesOfOccurrence: allByKey(bind(chargesOfOccurrences), row => row.occurrenceId),
    eventsOfOccurrence: allByKey(bind(occurrenceEvents), row => row.occurrenceId),
    agreementsOfConsumer: bindPages(agreementsOfConsumers),
    chargesOfConsumer: bindPages(chargesOfConsumers),
    chargesOfAgreement: bindPages(chargesOfAgreements),
    schedulesOfAgreement: bindPages(schedulesOfAgreements),
    occurrencesOfSchedule: bindPages(occurrencesOfSchedules),
  }
  return {
    ...loaders,
    /** For after a write: all is read again. */
    forget(): void {
      for (const loader of Object.values(loaders)) loader.clearAll()
    },
  }
}

type Read<Row> = (keys: readonly string[]) => Promise<readonly Row[]>
type PagesRead<Row> = (
  sql: Sql,
  tenant: Tenant,
  window: PageWindow,
  parentIds: readonly string[],
) => Promise<Page<Row>[]>

/** At most one row a key: null where there is none. */
function oneByKey<Row>(read: Read<Row>, keyOf: (row: Row) => string): DataLoader<string, Row | null> {
  return new DataLoader(async keys => {
    const found = new Map((await read(keys)).map(row => [keyOf(row), row]))
    return keys.map(key => found.get(key) ?? null)
  })
}

/** Any number of rows a key, in the order in which they were read. */
function allByKey<Row>(read: Read<Row>, keyOf: (row: Row) => string): DataLoader<string, readonly Row[]> {
  return new DataLoader(async keys => {
    const found = Map.groupBy(await read(keys), keyOf)
    return keys.map(key => found.get(key) ?? [])
  })
}

/** The pages of many parents' lists: parents that are asked for the same window are read together. */
function pagesOf<Row>(read: (window: PageWindow, parentIds: readonly string[]) => Promise<Page<Row>[]>) {
  const loaders = new Map<string, DataLoader<string, Page<Row>>>()
  return {
    load(parentId: string, window: PageWindow): Promise<Page<Row>> {
      const key = `${window.from}.${window.limit}.${window.after}.${window.before}`
      const loader = loaders.get(key) ?? new DataLoader<string, Page<Row>>(ids => read(window, ids))
      loaders.set(key, loader)
      return loader.load(parentId)
    },
    clearAll(): void {
      loaders.clear()
    },
  }
}
