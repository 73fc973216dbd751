import { authenticationPageLost } from '../../src/domain/decline/failure.ts'
import type { Providers } from '../provider/adapter.ts'
import { authorizationOf } from '../provider/ledger.ts'
import type { ClientRecords } from '../workload/client-records.ts'
import type { FinalRecords, RequestInRecords } from './final-records.ts'

/** A running gateway sends a status query at least hourly while it relies on a key. */
const NOBODY_WATCHED_HOURS = 2

const undecided: ReadonlySet<string> = new Set(['PROCESSING', 'UNKNOWN', 'INITIALIZING'])

/**
 * Provider requests that an operator must decide. There are two cases. (1) The request never arrived, and it is not
 * sent again, because its agreement has ended or because no process ran until the provider forgot its key. It might
 * still arrive late. (2) The provider refused the second sending as invalid, which proves nothing about the first
 * sending.
 */
export function operatorsItems(records: FinalRecords, { keyed, hosted }: Providers): ReadonlySet<string> {
  const ended = new Set(
    records.agreements.filter(({ revoked, status }) => revoked || status !== 'ACTIVE').map(({ id }) => id),
  )
  const given = records.providerRequests.filter(providerRequest => {
    const { id, state, planned, purpose, agreement_id } = providerRequest
    if (state !== 'UNKNOWN' || planned) return false
    if (keyed.refused.has(id) || hosted.refused.has(id)) return true
    const creates = purpose === 'CHARGE_CREATE' || purpose === 'AGREEMENT_CREATE'
    const arrived = [keyed, hosted].some(({ ledger }) => ledger.chargesByReference(id).length > 0)
    return creates && !arrived && (ended.has(agreement_id) || wasForgotten(providerRequest))
  })
  return new Set(
    given.flatMap(({ id, charge_id, operation_id, agreement_id }) => [
      id,
      charge_id ?? id,
      operation_id ?? id,
      agreement_id,
    ]),
  )
}

/** True if no process ran for a part of the time in which the same key could have been used again. */
function wasForgotten({ provider, unwatched_hours }: RequestInRecords): boolean {
  return provider === 'PPRO' && (unwatched_hours ?? 0) > NOBODY_WATCHED_HOURS
}

/** Checks that everything becomes final after the faults have ended. */
export function checkQuiet(records: FinalRecords, allowed: ReadonlySet<string>): string[] {
  const { providerRequests, charges, agreements, operations, revocations, notifications } = records
  const open = providerRequests.filter(({ id, state }) => state !== 'SETTLED' && !allowed.has(id))
  const objects = [...charges, ...agreements, ...revocations, ...operations]
  return [
    ...open.map(
      ({ id, purpose, state, planned }) =>
        `${purpose} ${id} is still ${state}${planned ? '' : ', and no check is planned'}`,
    ),
    ...objects
      .filter(({ id, status }) => undecided.has(status) && !allowed.has(id))
      .map(({ id, status }) => `${id} is still ${status}`),
    ...notifications
      .filter(({ status, due }) => status === 'FAILED' || status === 'RECEIVED' || due)
      .map(({ id, status, type }) => `notification ${id} (${type}) is still ${status}`),
  ]
}

const attentionExpected: ReadonlySet<string> = new Set([
  'agreement.contradiction',
  'charge.agreement_ended',
  'charge.contradiction',
])

/**
 * Checks that an operator must decide only about agreements that the gateway gave up, if the provider never contradicts
 * itself.
 */
export function checkAttention({ agreements, charges, events }: FinalRecords, allowed: ReadonlySet<string>): string[] {
  const wrong: string[] = []
  for (const { id, needs_attention } of [...agreements, ...charges]) {
    if (!needs_attention || allowed.has(id)) continue
    const notes = events.filter(event => event.subject_id === id && !event.change)
    for (const { type, data } of notes)
      if (!attentionExpected.has(type)) wrong.push(`${id} needs a person: ${type} ${JSON.stringify(data)}`)
  }
  return wrong
}

/**
 * Checks that the provider's agreements have the same statuses as the records, and that the provider refuses to charge
 * an agreement that has ended in the records.
 */
export function checkAgreements(records: FinalRecords, { keyed, hosted }: Providers): string[] {
  const wrong: string[] = []
  for (const agreement of [...keyed.ledger.agreements.values(), ...hosted.ledger.agreements.values()]) {
    const providerRequest = records.providerRequests.find(({ id }) => id === agreement.reference)
    const ours = records.agreements.find(({ id }) => id === providerRequest?.agreement_id)
    if (ours === undefined) wrong.push(`${agreement.id} exists at the provider, but not in the records`)
    else if (!(ours.bounded && ours.status === 'EXPIRED') && !agrees(ours.status, agreement.status))
      wrong.push(`${ours.id} is ${ours.status} (${ours.failure_code}), and ${agreement.id} is ${agreement.status}`)
  }
  return wrong
}

/** Checks that an agreement was never paid if it was given up because the page of the consumer's bank was lost. */
export function checkPages({ agreements, providerRequests }: FinalRecords, { hosted }: Providers): string[] {
  const lost = new Set(agreements.filter(({ failure_code }) => failure_code === PAGE_LOST).map(({ id }) => id))
  return providerRequests
    .filter(({ agreement_id, purpose }) => lost.has(agreement_id) && purpose === 'AGREEMENT_CREATE')
    .flatMap(({ id }) => hosted.ledger.chargesByReference(id))
    .filter(charge => authorizationOf(charge).status === 'SUCCEEDED')
    .map(({ id }) => `${id} was paid by a consumer whose page was assumed to be lost`)
}

const PAGE_LOST = authenticationPageLost.code

function agrees(ours: string, theirs: string): boolean {
  if (ours === theirs) return true
  // The gateway gave it up, and it ended at the provider in another way.
  return (ours === 'FAILED' || ours === 'EXPIRED') && (theirs === 'FAILED' || theirs.startsWith('REVOKED_'))
}

/** Checks that every response to a client is still true, or that a later change followed it. */
export function checkAcknowledged(records: FinalRecords, clients: ClientRecords): string[] {
  const wrong = [...clients.violations]
  const tables = {
    agreements: records.agreements,
    charges: records.charges,
    revocations: records.revocations,
    charge_operations: records.operations,
    schedules: records.schedules,
    occurrences: records.occurrences,
  }
  for (const { table, id, version, status } of clients.acknowledged) {
    const row = (tables[table] as readonly { id: string; version?: number; status: string }[]).find(
      found => found.id === id,
    )
    if (row === undefined) wrong.push(`${id} was in a response, but does not exist`)
    else if (version !== undefined && (row.version ?? 0) < version)
      wrong.push(`${id} was in a response with version ${version}, but has version ${row.version} now`)
    if (version !== undefined) wrong.push(...unlogged(records, id, version, status))
  }
  for (const [key, objectId] of clients.objectOfKey) {
    const bound = records.keys.find(row => row.key === key)
    if (bound?.object_id !== objectId)
      wrong.push(`key ${key} returned ${objectId}, but is bound to ${bound?.object_id}`)
  }
  return wrong
}

/** Reports if the log does not show the status of a response at that version. */
function unlogged({ events }: FinalRecords, id: string, version: number, status: string): string[] {
  const until = events.findLast(
    event => event.subject_id === id && event.change && event.version <= version && event.status !== null,
  )
  return until?.status === status
    ? []
    : [`${id} was ${status} at version ${version} in a response, but ${until?.status} according to the log`]
}
