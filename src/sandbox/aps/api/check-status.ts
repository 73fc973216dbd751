import { amountsOf } from '../payments/amounts.ts'
import { orderOf } from '../payments/operations.ts'
import type { Operation, OrderRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { echoOf } from './fields.ts'
import { messageOf, type ResponseCode, responseOf } from './messages.ts'
import type { Values } from './validation.ts'

type Transaction = { readonly code: ResponseCode; readonly acquirerCode: string | null }

/**
 * The status of an order, or of the refund that `maintenance_reference` names. The response contains codes and amounts,
 * but no token, no card and no authentication page.
 */
export function checkStatus(unit: Unit, values: Values): Values {
  const order = orderOf(unit, values)
  const transaction = order && isShown(unit, order) ? transactionOf(unit, order, values['maintenance_reference']) : null
  if (!order || !transaction) return { ...echoOf(values), ...responseOf('12036') }
  const { authorized, captured, refunded } = amountsOf(order)
  return {
    ...echoOf(values),
    merchant_reference: order.reference,
    fort_id: order.id,
    transaction_status: transaction.code.slice(0, 2),
    transaction_code: transaction.code,
    transaction_message: messageOf(transaction.code),
    authorized_amount: String(authorized),
    captured_amount: String(captured),
    refunded_amount: String(refunded),
    ...(order.authorizationCode !== null && { authorization_code: order.authorizationCode }),
    ...(values['return_third_party_response_codes'] === 'YES' && thirdPartyFields(transaction)),
    ...responseOf('12000'),
  }
}

function isShown(unit: Unit, order: OrderRecord): boolean {
  return order.state !== 'ON_HOLD' || unit.inferences.unfinishedInCheckStatus === 'shown'
}

function transactionOf(unit: Unit, order: OrderRecord, maintenanceReference: string | undefined): Transaction | null {
  const payment = { code: order.code, acquirerCode: order.authorizationCode === null ? order.acquirerCode : '00' }
  if (maintenanceReference !== undefined) {
    const refund = order.operations.findLast(operation => operation.maintenanceReference === maintenanceReference)
    return refund ? { code: refund.code, acquirerCode: refund.status === 'DONE' ? '00' : refund.acquirerCode } : null
  }
  const latest = latestOf(order)
  if (!latest || (latest.kind !== 'void' && unit.inferences.checkStatusTransaction === 'payment')) return payment
  return { code: latest.code, acquirerCode: '00' }
}

/** The latest success. After a capture, the expiry of the rest of the authorization is not a success of its own. */
function latestOf(order: OrderRecord): Operation | undefined {
  const { captured } = amountsOf(order)
  return order.operations.findLast(({ status, kind }) => status === 'DONE' && (kind !== 'void' || captured === 0))
}

function thirdPartyFields({ acquirerCode }: Transaction): Values {
  return acquirerCode === null ? {} : { acquirer_response_code: acquirerCode, processor_response_code: acquirerCode }
}
