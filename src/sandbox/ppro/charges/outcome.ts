import { type PaymentMethod, paymentMethodOf } from '../agreements/payment-methods.ts'
import { failureOf } from '../failures.ts'
import { isInMockFailureBand, readMockDescriptor } from '../mock-descriptor.ts'
import { magicOutcome, type Outcome, outcomeNamed } from '../outcomes.ts'
import type { AgreementRecord, ChargeRecord, Failure } from '../records.ts'
import type { Unit } from '../unit.ts'

type ChargeOutcome = { readonly outcome: Outcome; readonly delayMs: number }

/**
 * Why PPRO itself refuses a charge before it reaches the payment method's provider. `mustBeActive` is false for an
 * agreement's initial charge.
 */
export function refusalOf(
  unit: Unit,
  charge: ChargeRecord,
  agreement: AgreementRecord | null,
  mustBeActive: boolean,
): Failure | null {
  const method = paymentMethodOf(charge.paymentMethod)
  if (!method) return failureOf('INVALID_PAYMENT_METHOD', 'INTERNAL_DECLINE')
  if (agreement && mustBeActive && agreement.status !== 'ACTIVE') {
    const revoked = agreement.status.startsWith('REVOKED')
    return failureOf(revoked ? 'AGREEMENT_REVOKED' : 'AGREEMENT_INACTIVE', 'INTERNAL_DECLINE')
  }
  return amountRefusal(method, charge) ?? (agreement ? agreementRefusal(unit, agreement, charge) : null)
}

/** Inferred from the published codes: an unsupported amount or currency is a decline, not a 400. */
function amountRefusal(method: PaymentMethod, charge: ChargeRecord): Failure | null {
  if (method.currencies && !method.currencies.includes(charge.currency)) {
    return failureOf('INVALID_CURRENCY', 'INTERNAL_DECLINE')
  }
  const tooLow = charge.amount < (method.minimumAmount ?? 1)
  const tooHigh = charge.amount > (method.maximumAmount ?? Number.MAX_SAFE_INTEGER)
  return tooLow || tooHigh ? failureOf('AMOUNT_NOT_SUPPORTED', 'INTERNAL_DECLINE') : null
}

function agreementRefusal(unit: Unit, agreement: AgreementRecord, charge: ChargeRecord): Failure | null {
  const { amount: limit, amountType } = agreement
  if (!limit || !unit.inferences.enforceAgreementAmount) return null
  if (limit.currency !== charge.currency) return failureOf('INVALID_CURRENCY', 'INTERNAL_DECLINE')
  const allowed =
    amountType === 'EXACT' ? charge.amount === limit.value : amountType !== 'MAX' || charge.amount <= limit.value
  return allowed ? null : failureOf('AMOUNT_NOT_SUPPORTED', 'INTERNAL_DECLINE')
}

/** The provider's decision: a scripted outcome first, then a magic amount, then the method's usual outcome. */
export function decideCharge(unit: Unit, charge: ChargeRecord, isInitial: boolean): ChargeOutcome {
  const outcome = steeredOutcome(unit, charge)
  const delayMs = confirmationDelayMs(unit, charge, isInitial)
  if (outcome.kind === 'pending') return { outcome, delayMs: delayMs ?? unit.inferences.providerConfirmationDelayMs }
  if (delayMs === null) return { outcome, delayMs: 0 }
  return { outcome: { kind: 'pending', result: outcome.kind === 'fail' ? outcome.failure : 'approve' }, delayMs }
}

function steeredOutcome(unit: Unit, charge: ChargeRecord): Outcome {
  const scripted = unit.surroundings.settings.takeOutcome('charge', charge.agreementId)
  if (scripted !== undefined) return outcomeNamed(scripted)
  const magic = magicOutcome('charge', charge.amount)
  if (magic) return magic
  const failsByBand = charge.paymentMethod === 'MOCK' && isInMockFailureBand(charge.amount)
  return outcomeNamed(failsByBand ? 'GENERIC_DECLINE' : 'approve')
}

/** Null if the provider decides at once. */
function confirmationDelayMs(unit: Unit, charge: ChargeRecord, isInitial: boolean): number | null {
  if (charge.paymentMethod === 'MOCK') {
    const mock = readMockDescriptor(charge.paymentDescriptor)
    if (!mock.providerConfirmation) return null
    return mock.providerConfirmationDelayMs ?? unit.inferences.providerConfirmationDelayMs
  }
  const method = paymentMethodOf(charge.paymentMethod)
  const confirmation = isInitial ? method?.initialConfirmation : method?.laterConfirmation
  return confirmation === 'direct-debit' ? unit.inferences.directDebitDelayMs : null
}
