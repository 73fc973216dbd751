import type { JsonObject } from '../../base/text/json.ts'
import type { EventSource, ProviderEventStatus, RequestPurpose } from '../enums.ts'
import { type EventFact, tellEvent } from './timeline-events.ts'
import { type ChargedOccurrence, describeOccurrence, describeOccurrenceEvent } from './timeline-occurrences.ts'

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

/** A webhook of the provider. */
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
}

/**
 * The timeline of a charge, oldest first: its events, calls to the provider, webhooks, and the events of its
 * occurrence.
 */
export function chargeTimeline({ events, calls, webhooks, occurrence }: ChargeStory): TimelineEntry[] {
  // Within one millisecond, in causal order: requested, answered, decided.
  const ranked = [
    ...tellEvents(events, occurrence).map(entry => ({ entry, rank: isRequest(entry) ? 0 : 3 })),
    ...webhooks.map(webhook => ({ entry: tellWebhook(webhook), rank: 1 })),
    ...calls.map(call => ({ entry: tellCall(call), rank: 2 })),
    ...describeOccurrenceEvents(occurrence).map(entry => ({ entry, rank: 4 })),
  ]
  ranked.sort((a, b) => a.entry.at.getTime() - b.entry.at.getTime() || a.rank - b.rank)
  return ranked.map(({ entry }) => entry)
}

function tellEvents(events: readonly EventFact[], occurrence: ChargedOccurrence | null): TimelineEntry[] {
  const requested = new Set<unknown>()
  return events.map(event => {
    const operation = event.data?.operationId
    const byProvider = operation !== undefined && !requested.has(operation) && !isRequest(event)
    if (operation !== undefined) requested.add(operation)
    const told = tellEvent(event, byProvider)
    const why = occurrence !== null && event.type === 'charge.created' ? ` ${describeOccurrence(occurrence)}` : ''
    return entryOf(event, `${told}${why}`)
  })
}

function describeOccurrenceEvents(occurrence: ChargedOccurrence | null): TimelineEntry[] {
  return (occurrence?.events ?? []).flatMap(event => {
    const summary = describeOccurrenceEvent(event)
    return summary === undefined ? [] : [entryOf(event, summary)]
  })
}

function entryOf({ type, source, actor, occurredAt: at, data: detail }: EventFact, summary: string): TimelineEntry {
  return { at, source, actor, type, summary, detail }
}

function isRequest({ type }: { readonly type: string }): boolean {
  return type.endsWith('.created') || type.endsWith('_requested')
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
  pending: 'taken, the outcome comes later',
  actionRequired: 'the consumer has to act',
  declined: 'declined',
  notSent: 'certainly not taken',
  unknown: 'no answer to rely on',
}

function tellCall({ provider, purpose, verb, outcome, summary, at, ...rest }: CallFact): TimelineEntry {
  const isStatusQuery = verb === 'queryStatus'
  const what = isStatusQuery
    ? `Asked ${provider} about the ${purposes[purpose]}`
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
  RECEIVED: 'not worked through yet',
  PROCESSED: 'worked through',
  UNMATCHED: 'waiting for its object',
  REJECTED: 'rejected',
  FAILED: 'could not be worked through',
}

function tellWebhook({ id, provider, type, status, deliveries, error, receivedAt }: WebhookFact): TimelineEntry {
  const times = deliveries === 1 ? '' : `, delivered ${deliveries} times`
  return {
    at: receivedAt,
    source: 'WEBHOOK',
    actor: null,
    type: 'provider.notification',
    summary: `${provider} notified us of ${type ?? 'something unreadable'}: ${fates[status]}${times}.`,
    detail: { provider, providerEventId: id, type, status, deliveries, error },
  }
}
