import type { Providers } from '../provider/adapter.ts'
import { hardCodes } from '../provider/failures.ts'
import { authorizationOf, type LedgerCharge, total } from '../provider/ledger.ts'
import { localDate } from './calendar.ts'
import type { ChargeInRecords, EventInRecords, FinalRecords, OccurrenceInRecords } from './final-records.ts'
import { ledgerCharges } from './ledger-charges.ts'

const over: ReadonlySet<string> = new Set(['FAILED', 'DISCARDED', 'VOIDED'])

/**
 * Checks the tries of each occurrence in the provider's ledger. At most one try took money, and the occurrence is PAID
 * if and only if one did. Each try was made after all earlier tries were known to have failed, never after a permanent
 * decline, and on a later local date, unless a person requested it. A charge that the merchant makes instead also
 * counts as a try.
 */
export function checkTries(records: FinalRecords, providers: Providers, allowed: ReadonlySet<string>): string[] {
  const ledger = ledgerCharges(records, providers)
  const log = readLog(records)
  const zones = new Map(records.schedules.map(({ id, time_zone }) => [id, time_zone]))
  const families = Map.groupBy(records.charges, occurrenceOfTry(records))
  return records.occurrences.flatMap(occurrence => {
    const family = families.get(occurrence.id) ?? []
    const tries = family
      .filter(({ occurrence_id }) => occurrence_id !== null)
      .toSorted((a, b) => a.attempt_number - b.attempt_number)
    const zone = zones.get(occurrence.schedule_id) ?? 'UTC'
    return [
      ...money(occurrence, { tries, family }, { ledger, log, allowed }),
      ...atOnce(family, log),
      ...tries.slice(1).flatMap((next, index) => {
        const before = tries[index]
        return before === undefined ? [] : again(before, next, { ledger, log, zone })
      }),
    ]
  })
}

/** For a charge: its occurrence, or that of the charge that it retries. */
function occurrenceOfTry({ charges }: FinalRecords) {
  const byId = new Map(charges.map(charge => [charge.id, charge]))
  return function occurrenceOf({ occurrence_id, retry_of_id }: ChargeInRecords): string | null {
    const before = retry_of_id === null ? undefined : byId.get(retry_of_id)
    return occurrence_id ?? (before === undefined ? null : occurrenceOf(before))
  }
}

interface LogFacts {
  /** For a charge: its first position in the log and its initiator; and the position of its failure. */
  readonly created: ReadonlyMap<string, { readonly at: number; readonly source: string }>
  readonly ended: ReadonlyMap<string, number>
  /** For an occurrence: when it became PAID. */
  readonly paidMs: ReadonlyMap<string, number>
}

function readLog({ events }: FinalRecords): LogFacts {
  const created = new Map<string, { at: number; source: string }>()
  const ended = new Map<string, number>()
  const paidMs = new Map<string, number>()
  for (const [at, { type, subject_id, status, source, data, occurred_at }] of events.entries()) {
    if (type === 'charge.created') created.set(subject_id, { at, source })
    if (status !== null && over.has(status) && !ended.has(subject_id)) ended.set(subject_id, at)
    if (type === 'schedule.occurrence_paid') paidMs.set(occurrenceOf(data), occurred_at.getTime())
  }
  return { created, ended, paidMs }
}

/** The occurrence of a schedule's event; empty if the event has none. */
export function occurrenceOf(data: EventInRecords['data']): string {
  return typeof data === 'object' && data !== null && 'occurrenceId' in data ? String(data.occurrenceId) : ''
}

function money(
  { id, status, amount, tries: counted }: OccurrenceInRecords,
  { tries, family }: { tries: readonly ChargeInRecords[]; family: readonly ChargeInRecords[] },
  { ledger, log, allowed }: { ledger: ReadonlyMap<string, LedgerCharge>; log: LogFacts; allowed: ReadonlySet<string> },
): string[] {
  const wrong: string[] = []
  const charged = tries.flatMap(charge => ledger.get(charge.id) ?? [])
  const takes = (charge: LedgerCharge) => total(charge, 'CAPTURE') > 0n
  const taken = charged.filter(takes)
  const inAll = family.flatMap(charge => ledger.get(charge.id) ?? []).filter(takes).length
  if (inAll > 1) wrong.push(`${id} was paid ${inAll} times`)
  const forAPerson = status === 'PROCESSING' && tries.some(charge => allowed.has(charge.id))
  if (taken.length > 0 !== (status === 'PAID') && !forAPerson)
    wrong.push(`${id} is ${status}, but ${taken.length} charges of it took money`)
  const [capture] = taken.flatMap(({ operations }) => operations.filter(({ kind }) => kind === 'CAPTURE'))
  if (capture !== undefined && (log.paidMs.get(id) ?? Number.POSITIVE_INFINITY) < capture.createdAtMs)
    wrong.push(`${id} became PAID before money was taken`)
  for (const charge of charged)
    if (charge.amount !== BigInt(amount)) wrong.push(`${id} is for ${amount}, but ${charge.id} is for ${charge.amount}`)
  if (counted < tries.length) wrong.push(`${id} counts ${counted} tries, but ${tries.length} charges were made for it`)
  return wrong
}

/** Checks that no two tries of an occurrence were open at the same time. */
function atOnce(family: readonly ChargeInRecords[], { created, ended }: LogFacts): string[] {
  const inOrder = family.toSorted((a, b) => (created.get(a.id)?.at ?? 0) - (created.get(b.id)?.at ?? 0))
  return inOrder.slice(1).flatMap(({ id }, index) => {
    const before = inOrder[index]?.id ?? ''
    const overAt = ended.get(before) ?? Number.POSITIVE_INFINITY
    const isOver = overAt < (created.get(id)?.at ?? 0)
    return isOver ? [] : [`${id} was made while ${before}, of the same occurrence, had not failed`]
  })
}

function again(
  before: ChargeInRecords,
  next: ChargeInRecords,
  { ledger, log, zone }: { ledger: ReadonlyMap<string, LedgerCharge>; log: LogFacts; zone: string },
): string[] {
  const wrong: string[] = []
  const [first, second] = [ledger.get(before.id), ledger.get(next.id)]
  // A request that never reached the provider says nothing about the payment instrument.
  if (first === undefined) return wrong
  const { failure, status } = authorizationOf(first)
  if (status === 'FAILED' && hardCodes.has(failure?.code ?? '') && before.agreement_id === next.agreement_id)
    wrong.push(`${next.id} was made after ${before.id} was permanently declined with ${failure?.code}`)
  if (log.created.get(next.id)?.source !== 'SCHEDULER') return wrong
  const days = [
    [before.created_at.getTime(), next.created_at.getTime()],
    ...(second === undefined ? [] : [[first.createdAtMs, second.createdAtMs]]),
  ].map(pair => pair.map(ms => localDate(zone, ms)))
  for (const [day = '', later = ''] of days)
    if (later <= day)
      wrong.push(`${next.id} was made on ${later}, but ${before.id} of the same occurrence was made on ${day}`)
  return wrong
}
