import { currencyExponent } from '../../base/currency.ts'
import { toDecimal } from '../../base/money.ts'
import { isRecord, type JsonObject } from '../../base/text/json.ts'
import type { EventSource } from '../enums.ts'

/** The part of an event that the timeline uses. */
export interface EventFact {
  readonly type: string
  readonly source: EventSource
  readonly actor: string | null
  readonly occurredAt: Date
  readonly status: string | null
  readonly data: JsonObject | null
}

const operations: Readonly<Record<string, string>> = {
  authorization: 'authorization',
  capture: 'capture',
  refund: 'refund',
  void: 'void',
}

const OPERATION_EVENT = /^charge\.(authorization|capture|refund|void)_(requested|pending|unknown|succeeded|failed)$/

/**
 * Describes an event of a charge in one sentence, or two if it changed the status.
 * @param byProvider True if no request precedes it: the provider started the operation.
 */
export function tellEvent(event: EventFact, byProvider: boolean): string {
  const moved = event.status === null || event.type === 'charge.created' ? '' : ` The charge is now ${event.status}.`
  return `${sentence(event, byProvider)}${moved}`
}

function sentence({ type, data }: EventFact, byProvider: boolean): string {
  const [, operation, verb] = OPERATION_EVENT.exec(type) ?? []
  if (operation !== undefined && verb !== undefined) return operationSentence(operation, verb, data ?? {}, byProvider)
  switch (type) {
    case 'charge.created':
      return `Charge of ${money(data ?? {})} recorded, before anything was sent.`
    case 'charge.status_changed':
      return 'The status changed without an operation.'
    case 'charge.contradiction':
      return (
        `Contradiction: the ${String(data?.kind).toLowerCase()} stands as ${data?.recorded}, and was reported as ` +
        `${data?.reported}. Nothing was changed; a person has to look.`
      )
    case 'reconciliation.break':
      return `Break: ${data?.what} is ${data?.ours} here and ${data?.theirs} at the provider. A person has to look.`
    case 'charge.chargeback':
      return `Chargeback of ${money(data ?? {})}: the consumer's bank took the money back. A person has to look.`
    case 'charge.funds_state_changed':
      return `Settlement: ${data?.fundsState ?? 'the state of the funds changed'}.`
    case 'charge.agreement_ended':
      return 'Its agreement had been ended before the consumer agreed. Whether to give the money back is for a person to decide.'
    case 'charge.resolved':
      return `An operator found at the provider that it ${data?.outcome === 'SUCCEEDED' ? 'was' : 'was not'} done: ${data?.note}`
    case 'integrity.violation':
      return `An invariant is violated (${data?.check}): ${data?.detail}. A person has to look.`
    case 'reconciliation.unsettled':
      return 'No status query could settle it. A person has to decide.'
    default:
      // A type without its own sentence.
      return `${capitalized(type.replaceAll(/[._]/g, ' '))}.`
  }
}

function operationSentence(operation: string, verb: string, data: JsonObject, byProvider: boolean): string {
  const what = `${operations[operation]} of ${money(data)}`
  const own = byProvider && operation !== 'authorization' ? ' by the provider itself' : ''
  switch (verb) {
    case 'requested':
      return `${capitalized(what)} requested.`
    case 'pending':
      return `${capitalized(what)} taken by the provider; how it ends comes later.`
    case 'unknown':
      return `The answer to the ${what} was lost: it may have happened. The gateway is finding out.`
    case 'succeeded':
      return `${capitalized(what)} done${own}.`
    default:
      return `${capitalized(what)} failed: ${failure(data)}.`
  }
}

function money({ amount, currency }: JsonObject): string {
  if (typeof amount !== 'string' || typeof currency !== 'string' || currencyExponent(currency) === undefined)
    return 'an unknown amount'
  return `${toDecimal({ value: BigInt(amount), currency })} ${currency}`
}

function failure({ failure: told }: JsonObject): string {
  return isRecord(told) ? `${told.code} (${told.kind}, ${told.advice})` : 'no reason given'
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
