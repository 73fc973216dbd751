import { createHash } from 'node:crypto'
import type { ChargeReport, OperationReport } from '../../src/domain/provider/report.ts'
import type { ProviderReport } from '../../src/providers/port/outcome.ts'
import type { ProviderCommand, ProviderRequest, StatusQuery, WebhookNotice } from '../../src/providers/port/provider.ts'
import { canceledFailure, declinedFailure, timeoutFailure } from './failures.ts'
import { authorizationOf, type LedgerAgreement, type LedgerCharge, type LedgerOperation, total } from './ledger.ts'
import { type Found, ModelProvider, type Said } from './model-provider.ts'
import { encode } from './wire-json.ts'

const CONSUMER_WAITED_FOR_MS = 20 * 60_000
const duplicate: Said = { outcome: 'unknown', queryStatusNow: true }

/**
 * A provider like APS: no keys, but unique references. The consumer acts before the first request. An agreement is the
 * result of its first payment, captures have no reference, status queries return totals, and events have no ids.
 */
export class HostedProvider extends ModelProvider {
  readonly code = 'APS'

  receive(request: ProviderRequest): Said {
    const command = this.commandOf(request)
    switch (command.verb) {
      case 'createAgreement':
        return this.#createAgreement(command)
      case 'createCharge':
        return this.#createCharge(command)
      case 'revokeAgreement':
        return this.#deactivate(command.agreementReference)
      case 'refund': {
        // A reference can be used again only after a decline.
        const charge = this.ledger.charges.get(command.chargeReference)
        const before = charge?.operations.find(({ reference }) => reference === command.sentReference)
        return before !== undefined && before.status !== 'FAILED' ? duplicate : this.operate(command)
      }
      default:
        return this.operate(command)
    }
  }

  find(question: StatusQuery): Found {
    const reference = question.about === 'charge' ? question.sentReference : question.initialChargeSentReference
    if (reference === null) return { found: 'unknown' }
    const [charge] = this.ledger.chargesByReference(reference)
    if (charge === undefined || charge.readableFromMs > this.world.nowMs()) return { found: 'absent' }
    const report = this.#statusReport(charge)
    if (question.about === 'agreement') {
      const agreement = this.ledger.agreementByReference(reference)
      return { found: 'yes', reports: agreement ? [this.#agreementReport(agreement, charge), report] : [report] }
    }
    if (question.operation?.kind !== 'REFUND') return { found: 'yes', reports: [report] }
    const queriedReference = question.operation.sentReference
    const refund = this.readableOf(charge).findLast(
      ({ reference: of, status }) => of === queriedReference && status !== 'PENDING',
    )
    const operations = [...report.operations, ...(refund ? [withoutId(refund)] : [])]
    return { found: 'yes', reports: [{ ...report, operations }] }
  }

  /** The consumer's decision about a payment, at the bank. */
  decide(id: string, decision: 'approve' | 'decline'): void {
    const charge = this.ledger.charges.get(id)
    if (charge === undefined || charge.methods.length === 0) return
    charge.methods = []
    this.settle(charge, decision === 'approve', canceledFailure)
  }

  /** The parameters that the browser brings back from the bank: the result of the payment, if it is known. */
  resultOf(reference: string): readonly ProviderReport[] {
    const [charge] = this.ledger.chargesByReference(reference)
    return charge && authorizationOf(charge).status !== 'PENDING' ? this.#paymentReports(charge) : []
  }

  #createAgreement(command: Extract<ProviderCommand, { verb: 'createAgreement' }>): Said {
    const { initialCharge, sentReference: reference, instrument } = command
    if (initialCharge === null || instrument === null) return { outcome: 'declined', failure: declinedFailure }
    if (this.ledger.chargesByReference(reference).length > 0) return duplicate
    const agreement: LedgerAgreement = {
      id: reference,
      reference,
      status: 'AUTHORIZATION_PROCESSING',
      methods: [],
      token: instrument.token,
      ...this.#drawBrand(),
      purse: this.drawPurse(initialCharge.amount.value),
      chargeId: null,
      createdAtMs: this.world.nowMs(),
    }
    this.ledger.agreements.set(reference, agreement)
    const { value: amount, currency } = initialCharge.amount
    const autoCapture = initialCharge.captureMode === 'AUTOMATIC'
    const charge = this.newCharge({ reference, agreementId: reference, amount, currency, autoCapture, initial: true })
    agreement.chargeId = charge.id
    if (this.world.chance.happens(0.4)) this.#askConsumer(agreement, charge)
    else this.authorize(charge)
    return this.saidOf(charge, authorizationOf(charge))
  }

  /** Each network allows a different number of failed attempts. */
  #drawBrand(): { brand?: string } {
    return this.world.approves() ? {} : { brand: this.world.chance.pick(['VISA', 'MASTERCARD', 'AMEX']) }
  }

  #askConsumer(agreement: LedgerAgreement, charge: LedgerCharge): void {
    charge.methods = this.redirect(charge)
    agreement.status = 'AUTHENTICATION_PENDING'
    this.world.later(CONSUMER_WAITED_FOR_MS, `${charge.id} times out`, () => {
      if (charge.methods.length > 0) this.settle(charge, false, timeoutFailure)
    })
  }

  #createCharge(command: Extract<ProviderCommand, { verb: 'createCharge' }>): Said {
    const { sentReference: reference, amount } = command
    if (this.ledger.chargesByReference(reference).length > 0) return duplicate
    const agreement = this.ledger.agreements.get(command.agreementReference)
    const charge = this.newCharge({
      reference,
      agreementId: command.agreementReference,
      amount: amount.value,
      currency: amount.currency,
      autoCapture: true,
      initial: false,
    })
    if (agreement?.status === 'ACTIVE') this.authorize(charge)
    else this.settle(charge, false)
    return this.saidOf(charge, authorizationOf(charge))
  }

  #deactivate(id: string): Said {
    const agreement = this.ledger.agreements.get(id)
    if (agreement) agreement.status = 'REVOKED_BY_MERCHANT'
    const revocation = { status: 'SUCCEEDED', by: 'MERCHANT' } as const
    return { outcome: 'approved', reports: [{ about: 'agreement', status: 'REVOKED_BY_MERCHANT', revocation }] }
  }

  protected override settle(charge: LedgerCharge, approved: boolean, failure = declinedFailure): void {
    const agreement = charge.initial ? this.ledger.agreements.get(charge.agreementId) : undefined
    if (agreement && authorizationOf(charge).status === 'PENDING') {
      agreement.status = approved ? 'ACTIVE' : 'FAILED'
      if (!approved) agreement.failure = failure
    }
    super.settle(charge, approved, failure)
  }

  protected operationReports(charge: LedgerCharge, operation: LedgerOperation): readonly ProviderReport[] {
    if (operation.kind === 'AUTHORIZATION') return this.#paymentReports(charge)
    const operations = [withoutId(operation)]
    return [{ about: 'charge', providerReference: charge.id, operations, complete: false }]
  }

  /** A purchase is authorized and captured in one step, and the capture has no id. */
  #paymentReports(charge: LedgerCharge): readonly ProviderReport[] {
    const { id, reference, currency, methods, amount, autoCapture } = charge
    const authorization = withoutId(authorizationOf(charge))
    const capture: OperationReport = { kind: 'CAPTURE', amount, status: 'SUCCEEDED' }
    const captured = autoCapture && authorization.status === 'SUCCEEDED'
    const report: ProviderReport = {
      about: 'charge',
      providerReference: id,
      sentReference: reference,
      currency,
      ...(methods.length > 0 ? { authenticationMethods: methods } : {}),
      operations: captured ? [authorization, capture] : [authorization],
      complete: false,
    }
    const agreement = charge.initial ? this.ledger.agreements.get(charge.agreementId) : undefined
    return agreement ? [this.#agreementReport(agreement, charge), report] : [report]
  }

  #agreementReport({ reference, token, brand }: LedgerAgreement, charge: LedgerCharge): ProviderReport {
    const base = { about: 'agreement', sentReference: reference } as const
    const { status, failure } = authorizationOf(charge)
    if (status === 'FAILED') return { ...base, status: 'FAILED', ...(failure ? { failure } : {}) }
    if (charge.methods.length > 0)
      return { ...base, status: 'AUTHENTICATION_PENDING', authenticationMethods: charge.methods }
    if (status === 'PENDING') return { ...base, status: 'AUTHORIZATION_PROCESSING' }
    const instrument = { type: 'CARD', token, ...(brand === undefined ? {} : { brand }) }
    return { ...base, providerReference: reference, status: 'ACTIVE', instrument, initialChargeReference: charge.id }
  }

  #statusReport(charge: LedgerCharge): { about: 'charge' } & ChargeReport {
    const authorization = withoutId(authorizationOf(charge))
    const done = authorization.status === 'SUCCEEDED'
    const readable = { operations: [...this.readableOf(charge)] }
    const totals = {
      captured: total(readable, 'CAPTURE'),
      refunded: total(readable, 'REFUND'),
      voided: total(readable, 'VOID'),
    }
    return {
      about: 'charge',
      providerReference: charge.id,
      sentReference: charge.reference,
      currency: charge.currency,
      operations: [authorization],
      ...(charge.methods.length > 0 ? { pageToldOnce: true } : {}),
      ...(done ? { totals } : {}),
      complete: true,
    }
  }

  protected tellAgreement(): void {}

  protected tellCharge(charge: LedgerCharge, operation: LedgerOperation): void {
    const { id, reference, initial, currency } = charge
    const about = { kind: 'charge', providerReference: id, sentReference: reference } as const
    if (operation.kind === 'AUTHORIZATION') {
      const agreement = { kind: 'agreement', providerReference: null, sentReference: reference } as const
      // One event for a purchase, which reports the capture too.
      this.#notify(charge, operation, { subject: initial ? agreement : about, reports: this.#paymentReports(charge) })
    } else if (operation.kind === 'REFUND') {
      const report = {
        about: 'charge',
        sentReference: reference,
        currency,
        operations: [withoutId(operation)],
      } as const
      this.#notify(charge, operation, { subject: about, reports: [{ ...report, complete: false }] })
    } else if (operation.reference !== null) this.#notify(charge, operation, { subject: about, reports: [], ask: true })
  }

  #notify(
    charge: LedgerCharge,
    { kind, status, amount, reference }: LedgerOperation,
    update: Pick<WebhookNotice, 'subject' | 'reports' | 'ask'>,
  ): void {
    const named = kind === 'REFUND' ? reference : null
    const identity = createHash('sha256')
      .update(encode([charge.id, kind, status, amount, named]))
      .digest('hex')
    this.world.notify(this.code, {
      eventId: `sha256:${identity.slice(0, 20)}`,
      type: `${kind}_${status}`,
      occurredAt: null,
      withoutEventId: true,
      ...update,
    })
  }
}

/** Here, operations are identified by the gateway's references; the provider's own ids are not reported. */
function withoutId({ kind, amount, reference, status, failure }: LedgerOperation): OperationReport {
  return {
    kind,
    ...(reference === null ? {} : { sentReference: reference }),
    amount,
    status,
    ...(status === 'FAILED' && failure ? { failure } : {}),
  }
}
