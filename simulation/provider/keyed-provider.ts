import type { AgreementReport, ChargeReport, OperationReport } from '../../src/domain/provider/report.ts'
import type { ProviderReport } from '../../src/providers/port/outcome.ts'
import type { ProviderCommand, ProviderRequest, StatusQuery } from '../../src/providers/port/provider.ts'
import { canceledFailure, declinedFailure, timeoutFailure } from './failures.ts'
import { authorizationOf, type LedgerAgreement, type LedgerCharge, type LedgerOperation } from './ledger.ts'
import { type Found, ModelProvider, type Said } from './model-provider.ts'

const KEY_REMEMBERED_MS = 24 * 3_600_000
const CONSUMER_WAITED_FOR_MS = 30 * 60_000

interface Remembered {
  readonly body: string
  readonly said: Said
  readonly atMs: number
  readonly doneAtMs: number
}

/**
 * A provider like PPRO. Every request has a key, which the provider remembers for a day together with its response.
 * Agreements are objects of their own, whose consumers decide on the provider's page. Status queries list every
 * operation by its reference.
 */
export class KeyedProvider extends ModelProvider {
  readonly code = 'PPRO'
  readonly #remembered = new Map<string, Remembered>()

  receive(request: ProviderRequest): Said {
    const nowMs = this.world.nowMs()
    const known = this.#remembered.get(request.providerKey)
    if (known !== undefined && nowMs - known.atMs < KEY_REMEMBERED_MS) {
      // The first request is still running, or was a different request: 409.
      if (nowMs < known.doneAtMs || known.body !== request.body) return { outcome: 'unknown', queryStatusNow: true }
      return known.said
    }
    const said = this.#perform(this.commandOf(request))
    // An invalid request is not remembered.
    if (said.outcome === 'declined' && said.reports === undefined) return said
    const doneAtMs = nowMs + this.world.chance.between(0, 400)
    this.#remembered.set(request.providerKey, { body: request.body, said, atMs: nowMs, doneAtMs })
    return said
  }

  find(question: StatusQuery): Found {
    if (question.about === 'charge') {
      const charge = this.#readable(question.providerReference, question.sentReference)
      return charge ? { found: 'yes', reports: [this.#chargeReport(charge, true)] } : { found: 'absent' }
    }
    const { providerReference, initialChargeSentReference } = question
    const charge = initialChargeSentReference === null ? undefined : this.#readable(null, initialChargeSentReference)
    const id = providerReference ?? charge?.agreementId
    const agreement = id === undefined ? undefined : this.ledger.agreements.get(id)
    if (agreement === undefined) return { found: 'absent' }
    return {
      found: 'yes',
      reports: [this.#agreementReport(agreement), ...(charge ? [this.#chargeReport(charge, true)] : [])],
    }
  }

  decide(id: string, decision: 'approve' | 'decline'): void {
    const agreement = this.ledger.agreements.get(id)
    if (agreement?.status !== 'AUTHENTICATION_PENDING') return
    const charge = this.#initialCharge(agreement)
    if (decision === 'decline') this.#fail(agreement, canceledFailure)
    else if (charge && !this.world.approves() && this.world.chance.happens(0.15)) this.#fail(agreement, declinedFailure)
    else {
      this.#move(agreement, 'ACTIVE')
      if (!charge) return
      charge.methods = []
      this.authorize(charge)
    }
  }

  /** Revoked by the consumer in their wallet, or by the provider. */
  revoke(agreement: LedgerAgreement, by: 'REVOKED_BY_CONSUMER' | 'REVOKED_BY_PROVIDER'): void {
    if (agreement.status === 'ACTIVE') this.#move(agreement, by)
  }

  #perform(command: ProviderCommand): Said {
    switch (command.verb) {
      case 'createAgreement':
        return this.#createAgreement(command)
      case 'createCharge':
        return this.#createCharge(command)
      case 'revokeAgreement':
        return this.#revokeByMerchant(command.agreementReference)
      default:
        return this.operate(command)
    }
  }

  #createAgreement(command: Extract<ProviderCommand, { verb: 'createAgreement' }>): Said {
    const { ledger, world } = this
    const id = ledger.newId('agreement')
    const agreement: LedgerAgreement = {
      id,
      reference: command.sentReference,
      status: 'AUTHENTICATION_PENDING',
      methods: this.redirect({ id }),
      token: ledger.newId('instrument'),
      purse: this.drawPurse(command.initialCharge?.amount.value),
      chargeId: null,
      createdAtMs: world.nowMs(),
    }
    ledger.agreements.set(id, agreement)
    const { initialCharge, sentReference: reference } = command
    if (initialCharge) {
      const { amount, captureMode } = initialCharge
      const autoCapture = captureMode === 'AUTOMATIC'
      const { value, currency } = amount
      const charge = this.newCharge({ reference, agreementId: id, amount: value, currency, autoCapture, initial: true })
      charge.methods = agreement.methods
      agreement.chargeId = charge.id
      this.tellCharge(charge, authorizationOf(charge))
    }
    this.tellAgreement(agreement)
    world.later(CONSUMER_WAITED_FOR_MS, `${id} times out`, () => {
      if (agreement.status === 'AUTHENTICATION_PENDING') this.#fail(agreement, timeoutFailure)
    })
    return { outcome: 'actionRequired', reports: [this.#agreementReport(agreement)] }
  }

  #createCharge(command: Extract<ProviderCommand, { verb: 'createCharge' }>): Said {
    const agreement = this.ledger.agreements.get(command.agreementReference)
    if (agreement === undefined) return { outcome: 'declined', failure: declinedFailure }
    const charge = this.newCharge({
      reference: command.sentReference,
      agreementId: agreement.id,
      amount: command.amount.value,
      currency: command.amount.currency,
      autoCapture: command.captureMode === 'AUTOMATIC',
      initial: false,
    })
    if (agreement.status === 'ACTIVE') this.authorize(charge)
    else this.settle(charge, false)
    return this.saidOf(charge, authorizationOf(charge))
  }

  #revokeByMerchant(id: string): Said {
    const agreement = this.ledger.agreements.get(id)
    if (agreement?.status !== 'ACTIVE') {
      const revocation = { status: 'FAILED', by: 'MERCHANT', failure: canceledFailure } as const
      const report = { about: 'agreement', providerReference: id, revocation } as const
      return { outcome: 'declined', failure: canceledFailure, reports: [report] }
    }
    this.#move(agreement, 'REVOKED_BY_MERCHANT')
    const revocation = { status: 'SUCCEEDED', by: 'MERCHANT' } as const
    const status = 'REVOKED_BY_MERCHANT'
    return { outcome: 'approved', reports: [{ about: 'agreement', providerReference: id, status, revocation }] }
  }

  #move(agreement: LedgerAgreement, status: LedgerAgreement['status']): void {
    agreement.status = status
    agreement.methods = []
    this.tellAgreement(agreement)
  }

  #fail(agreement: LedgerAgreement, failure: typeof canceledFailure): void {
    agreement.failure = failure
    this.#move(agreement, 'FAILED')
    const charge = this.#initialCharge(agreement)
    if (charge) this.settle(charge, false, failure)
  }

  #initialCharge({ chargeId }: LedgerAgreement): LedgerCharge | undefined {
    return chargeId === null ? undefined : this.ledger.charges.get(chargeId)
  }

  #readable(id: string | null, reference: string): LedgerCharge | undefined {
    const charge = id === null ? this.ledger.chargesByReference(reference)[0] : this.ledger.charges.get(id)
    return charge && (id !== null || charge.readableFromMs <= this.world.nowMs()) ? charge : undefined
  }

  protected operationReports(charge: LedgerCharge, operation: LedgerOperation): readonly ProviderReport[] {
    if (operation.kind === 'AUTHORIZATION') return [this.#chargeReport(charge, false)]
    return [{ about: 'charge', providerReference: charge.id, operations: [reportOf(operation)], complete: false }]
  }

  protected tellCharge(charge: LedgerCharge, operation: LedgerOperation): void {
    const { id, reference, currency, methods } = charge
    const report: ChargeReport = {
      providerReference: id,
      sentReference: reference,
      currency,
      ...(operation.kind === 'AUTHORIZATION' ? { authenticationMethods: methods } : {}),
      operations: [reportOf(operation)],
      complete: false,
    }
    this.world.notify(this.code, {
      eventId: this.ledger.newId('event'),
      type: `CHARGE_${operation.kind}_${operation.status}`,
      occurredAt: new Date(this.world.nowMs()),
      subject: { kind: 'charge', providerReference: id, sentReference: reference },
      reports: [{ about: 'charge', ...report }],
    })
  }

  protected tellAgreement(agreement: LedgerAgreement): void {
    const { id, reference, token, status } = agreement
    const instrument = status === 'ACTIVE' ? { instrument: { type: 'AMAZON_PAY', token } } : {}
    this.world.notify(this.code, {
      eventId: this.ledger.newId('event'),
      type: `AGREEMENT_${status}`,
      occurredAt: new Date(this.world.nowMs()),
      subject: { kind: 'agreement', providerReference: id, sentReference: reference },
      reports: [{ ...this.#agreementReport(agreement), ...instrument }],
    })
  }

  #agreementReport(agreement: LedgerAgreement): { about: 'agreement' } & AgreementReport {
    const { id, reference, status, methods, failure, chargeId } = agreement
    const by = (
      { REVOKED_BY_CONSUMER: 'CONSUMER', REVOKED_BY_MERCHANT: 'MERCHANT', REVOKED_BY_PROVIDER: 'PROVIDER' } as const
    )[status as 'REVOKED_BY_CONSUMER']
    return {
      about: 'agreement',
      providerReference: id,
      sentReference: reference,
      status,
      authenticationMethods: methods,
      ...(status === 'FAILED' && failure ? { failure } : {}),
      ...(by ? { revocation: { status: 'SUCCEEDED', by } } : {}),
      ...(chargeId === null ? {} : { initialChargeReference: chargeId }),
    }
  }

  #chargeReport(charge: LedgerCharge, complete: boolean): { about: 'charge' } & ChargeReport {
    const { id, reference, currency, methods } = charge
    const operations = complete ? this.readableOf(charge) : charge.operations
    return {
      about: 'charge',
      providerReference: id,
      sentReference: reference,
      currency,
      authenticationMethods: methods,
      operations: operations.map(reportOf),
      complete,
    }
  }
}

function reportOf({ id, kind, amount, reference, status, failure }: LedgerOperation): OperationReport {
  return {
    kind,
    providerReference: id,
    ...(reference === null ? {} : { sentReference: reference }),
    amount,
    status,
    ...(status === 'FAILED' && failure ? { failure } : {}),
  }
}
