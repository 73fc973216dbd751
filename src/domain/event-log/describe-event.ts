import { currencyExponent } from '../../base/currency.ts'
import { toDecimal } from '../../base/money.ts'
import { isRecord, type JsonObject } from '../../base/text/json.ts'
import type { EventSource, OperationKind, OperationStatus } from '../enums.ts'
import {
  type ChargeEvent,
  type OccurrenceEvent,
  type OperationData,
  type OperationEventType,
  operationEvents,
} from './events.ts'

/** An event as the timeline of a charge shows it: of the charge, or of the schedule's occurrence that it pays for. */
export type EventFact = (ChargeEvent | OccurrenceEvent) & {
  readonly source: EventSource
  readonly actor: string | null
  readonly occurredAt: Date
  /** The status that the event moved the charge or the schedule to; null if it moved none. */
  readonly status: string | null
}

type OperationEvent = Extract<EventFact, { type: OperationEventType }>

const operationOf = new Map<string, { readonly kind: OperationKind; readonly status: OperationStatus }>(
  Object.entries(operationEvents).flatMap(([kind, types]) =>
    Object.entries(types).map(([status, type]) => [
      type,
      { kind: kind as OperationKind, status: status as OperationStatus },
    ]),
  ),
)

export function isOperationEvent(event: EventFact): event is OperationEvent {
  return operationOf.has(event.type)
}

/** True if the event records an intent: the provider's response can only come after it. */
export function isIntent({ type }: { readonly type: string }): boolean {
  return type === 'charge.created' || operationOf.get(type)?.status === 'PROCESSING'
}

/**
 * What happened, in one sentence. Undefined for an occurrence's event that the charge's own events already describe.
 * @param byProvider True if the provider did the operation without a request of the gateway.
 */
export function describeEvent(event: EventFact, byProvider: boolean): string | undefined {
  if (isOperationEvent(event)) return describeOperation(event, byProvider)
  switch (event.type) {
    case 'charge.created':
      return `Charge of ${money(event.data)} recorded, before anything was sent.`
    case 'charge.contradiction': {
      const { kind, recorded, reported } = event.data
      return (
        `Contradiction: the ${kind.toLowerCase()} is recorded as ${recorded}, but the provider reports ${reported}. ` +
        'Nothing was changed; a person must check.'
      )
    }
    case 'charge.chargeback':
      return `Chargeback of ${money(event.data)}: the consumer's bank took the money back. A person must check.`
    case 'charge.funds_state_changed':
      return `Settlement: ${event.data.fundsState ?? 'the state of the funds changed'}.`
    case 'charge.agreement_ended':
      return 'The agreement had ended before the consumer accepted it. A person must decide whether to refund the charge.'
    case 'charge.resolved':
      return `An operator found at the provider that the operation ${event.data.outcome === 'SUCCEEDED' ? 'succeeded' : 'failed'}: ${event.data.note}`
    case 'reconciliation.break':
      return `Reconciliation break: ${event.data.what} is ${event.data.ours} in our records and ${event.data.theirs} at the provider. A person must check.`
    case 'reconciliation.unsettled':
      return 'No status query could find the outcome. A person must decide.'
    case 'integrity.violation':
      return `An integrity check failed (${event.data.check}): ${event.data.detail}. A person must check.`
    case 'schedule.occurrence_processing':
      return undefined
    case 'schedule.occurrence_paid':
      return `${occurrence(event.data)} is paid.`
    case 'schedule.occurrence_retrying':
      return `${occurrence(event.data)} could not be charged${reason(event.data)}. ${nextRetry(event.data)}`
    case 'schedule.occurrence_failed':
      return `${occurrence(event.data)} has failed${reason(event.data)}: there are no more automatic retries.`
    case 'schedule.occurrence_skipped':
      return `${occurrence(event.data)} is skipped${reason(event.data)}.`
    default:
      event satisfies never
      // A newer version of the gateway can write a type that has no sentence here. It is shown anyway.
      return unknownType(event)
  }
}

const names: Readonly<Record<OperationKind, string>> = {
  AUTHORIZATION: 'authorization',
  CAPTURE: 'capture',
  REFUND: 'refund',
  VOID: 'void',
}

function describeOperation({ type, data }: OperationEvent, byProvider: boolean): string {
  const { kind, status } = operationOf.get(type) ?? { kind: 'AUTHORIZATION', status: 'UNKNOWN' }
  const what = `${names[kind]} of ${money(data)}`
  switch (status) {
    case 'PROCESSING':
      return `${capitalized(what)} requested.`
    case 'PENDING':
      return `${capitalized(what)} accepted by the provider; the outcome comes later.`
    case 'UNKNOWN':
      return `The response to the ${what} was lost: it may have happened. The gateway queries the provider for the outcome.`
    case 'SUCCEEDED':
      return `${capitalized(what)} done${byProvider && kind !== 'AUTHORIZATION' ? ' by the provider, without a request of the gateway' : ''}.`
    case 'FAILED':
      return `${capitalized(what)} failed: ${failure(data)}.`
  }
}

function money({ amount, currency }: { readonly amount?: string; readonly currency?: string }): string {
  if (amount === undefined || currency === undefined || currencyExponent(currency) === undefined)
    return 'an unknown amount'
  return `${toDecimal({ value: BigInt(amount), currency })} ${currency}`
}

function failure({ failure: found }: OperationData): string {
  return isRecord(found) ? `${found.code} (${found.kind}, ${found.advice})` : 'no reason given'
}

const occurrence = ({ index }: OccurrenceEvent['data']) => `Occurrence ${index} of the schedule`
const reason = ({ reason }: OccurrenceEvent['data']) => (reason === undefined ? '' : ` (${reason})`)
const nextRetry = ({ nextRetryAt }: OccurrenceEvent['data']) =>
  nextRetryAt === undefined ? 'The retry waits until the schedule is resumed.' : `The next retry is at ${nextRetryAt}.`

function unknownType({ type }: { readonly type: string; readonly data: JsonObject | null }): string {
  return `${capitalized(type.replaceAll(/[._]/g, ' '))}.`
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
