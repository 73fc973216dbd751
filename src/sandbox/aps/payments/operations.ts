import type { ApiCommandName } from '../api/commands.ts'
import { echoOf, operationFields } from '../api/fields.ts'
import { Refusal, type ResponseCode, responseOf } from '../api/messages.ts'
import type { Values } from '../api/validation.ts'
import type { Decline } from '../declines.ts'
import { magicOutcome, type Outcome, outcomeNamed, type Resolution } from '../outcomes.ts'
import type { Operation, OrderRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { amountsOf } from './amounts.ts'
import { assertMoney } from './checks.ts'

type Kind = Operation['kind']

const COMMANDS: Readonly<Record<Kind, { name: ApiCommandName; success: ResponseCode; failed: string }>> = {
  capture: { name: 'CAPTURE', success: '04000', failed: '05' },
  refund: { name: 'REFUND', success: '06000', failed: '07' },
  void: { name: 'VOID_AUTHORIZATION', success: '08000', failed: '09' },
}

const REFUND_DONE_ALREADY = '00066'

/**
 * Performs a capture, refund or void of the order with this `merchant_reference` (and `fort_id`, if given). Every
 * decided operation is stored with the order, refused ones too. One that changes the order is announced by
 * notification.
 * @throws {Refusal}
 */
export function performOperation(unit: Unit, kind: Kind, values: Values): Values {
  if (kind !== 'void') assertMoney(values)
  const { failed } = COMMANDS[kind]
  const order = orderOf(unit, values)
  if (!order) return { ...echoOf(values), ...responseOf(`${failed}036`) }
  const repeated = earlierOf(unit, order, values)
  if (repeated) return repeated
  const operation = draftOf(unit, order, kind, values)
  const refusal = refusalOf(order, operation, values)
  if (refusal !== null) return failedOperation(unit, order, operation, { message: refusal, acquirerCode: null })
  return settleOperation(unit, order, operation, decide(unit, order, operation))
}

/** The latest order with this reference, because a declined one can be sent again. */
export function orderOf(unit: Unit, values: Values): OrderRecord | undefined {
  const { fort_id: fortId, merchant_reference: reference } = values
  if (reference === undefined) return unit.tables.orders.get(fortId ?? '')
  return unit.searches.ordersByReference(reference).findLast(({ id }) => fortId === undefined || id === fortId)
}

/** Ends an operation that is still open. */
export function resolveOperation(unit: Unit, orderId: string, operationId: string, resolution: Resolution): void {
  const order = unit.tables.orders.get(orderId)
  const operation = order?.operations.find(({ id, status }) => id === operationId && status === 'OPEN')
  if (!order || !operation) return
  const resolved = resolution === 'approve' ? done(operation) : failed(operation, resolution)
  announce(unit, keep(unit, order, resolved), resolved)
}

/**
 * Releases the rest of an authorization that was not captured in time. It is announced only if nothing was captured.
 */
export function lapseAuthorization(unit: Unit, orderId: string): void {
  const order = unit.tables.orders.get(orderId)
  if (!order) return
  const { capturable, captured } = amountsOf(order)
  if (capturable <= 0) return
  const { merchant_identifier, access_code, merchant_reference, language } = order.echo
  const known = Object.entries({ merchant_identifier, access_code, merchant_reference, language, ...moneyOf(order) })
  const echo = Object.fromEntries(known.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  const lapse = done({ ...draftOf(unit, order, 'void', { ...echo, command: COMMANDS.void.name }), amount: capturable })
  const changed = keep(unit, order, lapse)
  if (captured === 0) announce(unit, changed, lapse)
}

function moneyOf({ amount, currency }: OrderRecord): Values {
  return { amount: String(amount), currency }
}

function settleOperation(unit: Unit, order: OrderRecord, operation: Operation, outcome: Outcome): Values {
  const { failed: failedStatus } = COMMANDS[operation.kind]
  switch (outcome.kind) {
    case 'approve':
      return succeed(unit, order, operation)
    case 'decline':
      return failedOperation(unit, order, operation, outcome.decline)
    case 'open': {
      const { code, resolution } = outcome
      const open: Operation = { ...operation, status: 'OPEN', code }
      const task = { kind: 'operation-resolution', orderId: order.id, operationId: open.id, resolution } as const
      unit.setTimer(unit.inferences.resolutionDelayMs, task)
      return operationFields(keep(unit, order, open), open)
    }
    case 'technical':
      if (outcome.committed) succeed(unit, order, operation)
      return { ...operation.echo, ...responseOf(`${outcome.status === 'invalid' ? '00' : failedStatus}006`) }
  }
}

function succeed(unit: Unit, order: OrderRecord, operation: Operation): Values {
  const success = done(operation)
  const changed = keep(unit, order, success)
  announce(unit, changed, success)
  return operationFields(changed, success)
}

function failedOperation(unit: Unit, order: OrderRecord, operation: Operation, decline: Decline): Values {
  const failure = failed(operation, decline)
  return operationFields(keep(unit, order, failure), failure)
}

/** A refund's own reference can be used again only after a decline. @throws {Refusal} */
function earlierOf(unit: Unit, order: OrderRecord, values: Values): Values | null {
  const reference = values['maintenance_reference']
  if (reference === undefined) return null
  const earlier = order.operations.findLast(operation => operation.maintenanceReference === reference)
  if (!earlier || earlier.status === 'FAILED') return null
  if (earlier.status === 'OPEN') throw new Refusal('00784')
  if (unit.inferences.repeatedRefund === 'refused') throw new Refusal(REFUND_DONE_ALREADY)
  return operationFields(order, earlier)
}

/** The message with which an order's state refuses an operation. */
function refusalOf(order: OrderRecord, { kind, amount }: Operation, values: Values): ResponseCode | null {
  const { capturable, refundable, authorized, voided } = amountsOf(order)
  if (order.state === 'ON_HOLD' || order.state === 'OPEN') return '662'
  if (order.state === 'FAILED') return '034'
  if (kind !== 'void' && values['currency'] !== order.currency) return '013'
  if (kind === 'refund') return amount > refundable ? '048' : null
  if (order.state !== 'AUTHORIZED' || voided > 0) return '034'
  if (kind === 'void') return capturable < authorized ? '034' : null
  return amount > capturable ? '042' : null
}

function decide(unit: Unit, order: OrderRecord, { kind, amount }: Operation): Outcome {
  const scripted = unit.surroundings.settings.takeOutcome(kind, order.agreementId)
  if (scripted !== undefined) return outcomeNamed(scripted)
  return (kind === 'void' ? null : magicOutcome(kind, amount)) ?? { kind: 'approve' }
}

function draftOf(unit: Unit, order: OrderRecord, kind: Kind, values: Values): Operation {
  return {
    id: unit.newHex(),
    kind,
    amount: kind === 'void' ? order.amount : Number(values['amount']),
    status: 'OPEN',
    code: '01000',
    acquirerCode: null,
    maintenanceReference: values['maintenance_reference'] ?? null,
    echo: echoOf(values),
  }
}

function done(operation: Operation): Operation {
  return { ...operation, status: 'DONE', code: COMMANDS[operation.kind].success }
}

function failed(operation: Operation, { message, acquirerCode }: Decline): Operation {
  return { ...operation, status: 'FAILED', code: `${COMMANDS[operation.kind].failed}${message}`, acquirerCode }
}

function keep(unit: Unit, order: OrderRecord, operation: Operation): OrderRecord {
  const others = order.operations.filter(({ id }) => id !== operation.id)
  return unit.tables.orders.put({ ...order, operations: [...others, operation] })
}

function announce(unit: Unit, order: OrderRecord, operation: Operation): void {
  unit.emit(COMMANDS[operation.kind].name, order.id, operationFields(order, operation))
}
