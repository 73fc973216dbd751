import type { JsonObject } from '../../base/text/json.ts'
import type { EventSource, ProviderEventStatus, RequestPurpose } from '../enums.ts'
import { describeEvent, type EventFact, isIntent, isOperationEvent } from './describe-event.ts'

/** One line of a charge's timeline. */
export interface TimelineEntry {
  readonly at: Date
  readonly source: EventSource
  readonly actor: string | null
  readonly type: string
  readonly summary: string
  readonly detail: JsonObject | null
}

/** A call to the provider: a request or a status query. */
export interface CallFact {
  readonly provider: string
  readonly purpose: RequestPurpose
  /** send or queryStatus. */
  readonly verb: string
  readonly outcome: string
  readonly httpStatus: number | null
  readonly summary: string
  readonly durationMs: number
  readonly at: Date
}

/** The occurrence of a schedule that a charge was made for. */
export interface ChargedOccurrence {
  readonly scheduleId: string
  /** Which occurrence, from 0. */
  readonly index: number
  readonly dueAt: Date
  /** The charge's number among the occurrence's charges: 1 for the first. */
  readonly attemptNumber: number
  /** The occurrence's events, in log order. */
  readonly events: readonly EventFact[]
}

/** A notification that the provider sent. */
export interface WebhookFact {
  readonly id: string
  readonly provider: string
  readonly type: string | null
  readonly status: ProviderEventStatus
  readonly deliveries: number
  readonly error: string | null
  readonly receivedAt: Date
}

interface ChargeStory {
  /** The charge's events, in log order. */
  readonly events: readonly EventFact[]
  readonly calls: readonly CallFact[]
  readonly webhooks: readonly WebhookFact[]
  /** Null if no schedule made the charge. */
  readonly occurrence: ChargedOccurrence | null
  /** When the charge was made, if that is so long ago that entries can be archived; null otherwise. */
  readonly archivedSince: Date | null
}

/**
 * The timeline of a charge, oldest first: its events, calls to the provider, webhooks, and the events of its
 * occurrence.
 */
export function chargeTimeline(story: ChargeStory): TimelineEntry[] {
  const { events, calls, webhooks, occurrence } = story
  // Within one millisecond, events are in the order in which they can happen: request, response, decision.
  const ranked = [
    ...chargeEntries(events, occurrence).map(entry => ({ entry, rank: isIntent(entry) ? 0 : 3 })),
    ...webhooks.map(webhook => ({ entry: webhookEntry(webhook), rank: 1 })),
    ...calls.map(call => ({ entry: callEntry(call), rank: 2 })),
    ...occurrenceEntries(occurrence).map(entry => ({ entry, rank: 4 })),
  ]
  ranked.sort((a, b) => a.entry.at.getTime() - b.entry.at.getTime() || a.rank - b.rank)
  return [...archiveEntry(story), ...ranked.map(({ entry }) => entry)]
}

/** A charge begins with its creation: if that is missing, it is archived, and with it what came soon after. */
function archiveEntry({ events, archivedSince: at }: ChargeStory): TimelineEntry[] {
  if (at === null || events[0]?.type === 'charge.created') return []
  const summary = 'The charge was created. Its oldest entries were archived and are not shown here.'
  return [{ at, source: 'OPERATOR', actor: null, type: 'archive', summary, detail: null }]
}

function chargeEntries(events: readonly EventFact[], occurrence: ChargedOccurrence | null): TimelineEntry[] {
  const requested = new Set<string>()
  return events.flatMap(event => {
    const operation = isOperationEvent(event) ? event.data.operationId : undefined
    const byProvider = operation !== undefined && !requested.has(operation) && !isIntent(event)
    if (operation !== undefined) requested.add(operation)
    const created = event.type === 'charge.created'
    const moved = event.status !== null && !created ? ` The charge is now ${event.status}.` : ''
    const why = occurrence !== null && created ? ` ${reasonOf(occurrence)}` : ''
    return entryOf(event, describeEvent(event, byProvider), `${moved}${why}`)
  })
}

function occurrenceEntries(occurrence: ChargedOccurrence | null): TimelineEntry[] {
  return (occurrence?.events ?? []).flatMap(event =>
    entryOf(event, describeEvent(event, false), event.status === null ? '' : ` The schedule is now ${event.status}.`),
  )
}

/** Why the charge was made, as a sentence. */
function reasonOf({ scheduleId, index, dueAt, attemptNumber }: ChargedOccurrence): string {
  const due = `occurrence ${index} of schedule ${scheduleId}, due at ${dueAt.toISOString()}`
  return attemptNumber === 1 ? `It is for ${due}.` : `It is attempt ${attemptNumber} for ${due}.`
}

function entryOf(
  { type, source, actor, occurredAt: at, data: detail }: EventFact,
  sentence: string | undefined,
  more: string,
): TimelineEntry[] {
  return sentence === undefined ? [] : [{ at, source, actor, type, summary: `${sentence}${more}`, detail }]
}

const purposes: Readonly<Record<RequestPurpose, string>> = {
  AGREEMENT_CREATE: 'agreement with its first charge',
  AGREEMENT_REVOKE: 'revocation',
  CHARGE_CREATE: 'charge',
  CAPTURE: 'capture',
  REFUND: 'refund',
  VOID: 'void',
}

const outcomes: Readonly<Record<string, string>> = {
  approved: 'done',
  pending: 'accepted, the outcome comes later',
  actionRequired: 'the consumer must act',
  declined: 'declined',
  notSent: 'certainly not accepted',
  unknown: 'no reliable answer',
}

function callEntry({ provider, purpose, verb, outcome, summary, at, ...rest }: CallFact): TimelineEntry {
  const isStatusQuery = verb === 'queryStatus'
  const what = isStatusQuery
    ? `Queried ${provider} for the status of the ${purposes[purpose]}`
    : `Sent the ${purposes[purpose]} to ${provider}`
  const came = isStatusQuery ? summary : `${outcomes[outcome] ?? outcome} (${summary})`
  return {
    at,
    source: isStatusQuery ? 'RECONCILIATION' : 'PROVIDER_RESPONSE',
    actor: null,
    type: isStatusQuery ? 'provider.status_query' : 'provider.request',
    summary: `${what}: ${came}.`,
    detail: { provider, purpose, outcome, httpStatus: rest.httpStatus, durationMs: rest.durationMs },
  }
}

const fates: Readonly<Record<ProviderEventStatus, string>> = {
  RECEIVED: 'not processed yet',
  PROCESSED: 'processed',
  UNMATCHED: 'no object matches it yet',
  REJECTED: 'rejected',
  FAILED: 'could not be processed',
}

function webhookEntry({ id, provider, type, status, deliveries, error, receivedAt }: WebhookFact): TimelineEntry {
  const times = deliveries === 1 ? '' : `, delivered ${deliveries} times`
  return {
    at: receivedAt,
    source: 'WEBHOOK',
    actor: null,
    type: 'provider.notification',
    summary: `${provider} sent the webhook ${type ?? '(unreadable)'}: ${fates[status]}${times}.`,
    detail: { provider, providerEventId: id, type, status, deliveries, error },
  }
}
