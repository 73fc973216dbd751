import type { OperationKind } from '../../../domain/enums.ts'
import type { ChargeReport, OperationReport } from '../../../domain/provider/report.ts'
import type { WebhookNotice } from '../../port/provider.ts'
import { type Mapped, mapped, printable, recordOf, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import { mapAuthenticationMethods } from '../answers/authentication-mapping.ts'
import { discards } from '../answers/failure-mapping.ts'
import { failedOperation, referenceFields } from '../answers/operation-mapping.ts'
import { minorUnitsOf } from '../answers/wire.ts'
import type { EventReading, PproEvent } from './event.ts'

/** The operation and its status for each event type. */
const operationEvents: ReadonlyMap<string, readonly [OperationKind, OperationReport['status']]> = new Map([
  ['PAYMENT_CHARGE_AUTHENTICATION_PENDING', ['AUTHORIZATION', 'PENDING']],
  ['PAYMENT_CHARGE_PROVIDER_CONFIRMATION_PENDING', ['AUTHORIZATION', 'PENDING']],
  ['PAYMENT_CHARGE_AUTHORIZATION_SUCCEEDED', ['AUTHORIZATION', 'SUCCEEDED']],
  ['PAYMENT_CHARGE_AUTHORIZATION_FAILED', ['AUTHORIZATION', 'FAILED']],
  ['PAYMENT_CHARGE_DISCARDED', ['AUTHORIZATION', 'FAILED']],
  ['PAYMENT_CHARGE_CAPTURE_SUCCEEDED', ['CAPTURE', 'SUCCEEDED']],
  ['PAYMENT_CHARGE_CAPTURE_FAILED', ['CAPTURE', 'FAILED']],
  ['PAYMENT_CHARGE_VOID_SUCCEEDED', ['VOID', 'SUCCEEDED']],
  ['PAYMENT_CHARGE_VOID_FAILED', ['VOID', 'FAILED']],
  ['PAYMENT_CHARGE_REFUND_PENDING', ['REFUND', 'PENDING']],
  ['PAYMENT_CHARGE_REFUND_SUCCEEDED', ['REFUND', 'SUCCEEDED']],
  ['PAYMENT_CHARGE_REFUND_FAILED', ['REFUND', 'FAILED']],
])

const idFields: Readonly<Record<OperationKind, string>> = {
  AUTHORIZATION: 'authorizationId',
  CAPTURE: 'captureId',
  REFUND: 'refundId',
  VOID: 'voidId',
}

/** Event types that change no status. */
const SILENT: ReadonlySet<string> = new Set(['PAYMENT_CHARGE_CREATED', 'PAYMENT_CHARGE_DISCARD_FAILED'])

/** Reads an event about a charge. Unlike those of a response, its amounts have a currency. */
export function readChargeEvent(event: PproEvent): EventReading {
  const { type, subject: envelopeSubject, data } = event
  const providerReference = textOf(data, 'paymentChargeId') ?? envelopeSubject
  if (providerReference === undefined) return unmapped(`${printable(type)} without a charge's id`)
  const sentReference = textOf(data, referenceFields.AUTHORIZATION)
  const subject = { kind: 'charge', providerReference, sentReference: sentReference ?? null } as const
  const note = noteOf(type, data)
  if (note !== undefined) return mapped({ subject, note, notes: [] })
  const currency = textOf(recordOf(data, 'amount') ?? {}, 'currency')
  const base: ChargeReport = {
    providerReference,
    ...(sentReference !== undefined && { sentReference }),
    ...(currency !== undefined && { currency }),
    operations: [],
    complete: false,
  }
  if (SILENT.has(type)) return mapped({ subject, report: { about: 'charge', ...base }, notes: [] })
  const known = operationEvents.get(type)
  if (known === undefined) return mapped({ subject, notes: [`unmapped event type ${printable(type)}`] })
  const operation = readOperation(type, known, data)
  if (!operation.ok) return operation
  const methods = methodsOf(event)
  const report = {
    about: 'charge',
    ...base,
    ...(methods && { authenticationMethods: methods }),
    operations: [operation.value.operation],
  } as const
  return mapped({ subject, report, notes: operation.value.notes })
}

function readOperation(
  type: string,
  [kind, status]: readonly [OperationKind, OperationReport['status']],
  data: Wire,
): Mapped<{ readonly operation: OperationReport; readonly notes: readonly string[] }> {
  const providerReference = textOf(data, idFields[kind])
  if (providerReference === undefined) return unmapped(`${type} without its ${idFields[kind]}`)
  const sentReference = textOf(data, referenceFields[kind])
  const amount = minorUnitsOf(recordOf(data, 'amount') ?? {}, 'value')
  const base = {
    kind,
    providerReference,
    ...(sentReference !== undefined && { sentReference }),
    ...(amount !== undefined && { amount }),
  }
  if (type === 'PAYMENT_CHARGE_DISCARDED') return mapped(discardedOperation(base, textOf(data, 'discardType')))
  if (status !== 'FAILED') return mapped({ operation: { ...base, status }, notes: [] })
  const { failed, notes } = failedOperation(recordOf(data, 'failure'))
  return mapped({ operation: { ...base, ...failed }, notes })
}

/** Without a known type, the charge ended without a decision, most likely because the consumer did not authenticate. */
function discardedOperation(base: Omit<OperationReport, 'status'>, type: string | undefined) {
  const stated = type !== undefined && Object.hasOwn(discards, type) ? discards[type] : undefined
  const failure = stated ?? discards['AUTHENTICATION_TIMEOUT']
  const operation: OperationReport = { ...base, status: 'FAILED', ...(failure !== undefined && { failure }) }
  return { operation, notes: stated ? [] : [`unmapped discard type ${printable(type)}`] }
}

/** Empty if the consumer has nothing to do. Undefined if the event does not say. */
function methodsOf({ type, data, plainHttp }: PproEvent): ChargeReport['authenticationMethods'] {
  if (type !== 'PAYMENT_CHARGE_AUTHENTICATION_PENDING') return []
  const methods = mapAuthenticationMethods(data, plainHttp)
  return methods.length > 0 ? methods : undefined
}

/** A note that is shown with the charge but does not change it. */
function noteOf(type: string, data: Wire): WebhookNotice['note'] {
  const amount = recordOf(data, 'amount') ?? {}
  const money = { amount: minorUnitsOf(amount, 'value')?.toString(), currency: textOf(amount, 'currency') }
  if (type === 'CHARGEBACK_SUCCEEDED') return { type: 'charge.chargeback', data: defined(money), needsAttention: true }
  if (type !== 'FUNDS_STATE_CHANGED') return undefined
  const operation = {
    operation: textOf(data, 'paymentOperationType'),
    operationReference: textOf(data, 'paymentOperationId'),
  }
  return {
    type: 'charge.funds_state_changed',
    data: defined({ fundsState: textOf(data, 'fundsState'), ...operation, ...money }),
    needsAttention: false,
  }
}

function defined(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
