import type { Money } from '../../../src/base/money.ts'
import { type AgreementStates, openAgreement } from '../../../src/domain/agreement/transition.ts'
import { chargeAmounts } from '../../../src/domain/charge/amounts.ts'
import { addOperation, type ChargeState, openCharge } from '../../../src/domain/charge/transition.ts'
import type { Failure } from '../../../src/domain/decline/failure.ts'
import type { AgreementStatus, ChargeStatus, OperationKind, OperationStatus } from '../../../src/domain/enums.ts'
import type { InstrumentReport } from '../../../src/domain/provider/report.ts'
import { applyCreationAnswer, applyReports, applyRevocationAnswer } from '../../../src/operations/agreement/answer.ts'
import { applyAnswer, applyChargeReports } from '../../../src/operations/charge/answer.ts'
import type { Answer, ProviderReport } from '../../../src/providers/port/outcome.ts'

/** The values on which the records and the provider's ledger have to agree, in minor units. */
export interface Sums {
  readonly authorized: bigint
  readonly captured: bigint
  readonly refunded: bigint
  readonly voided: bigint
}

let sequence = 0
const newOperationId = (kind: OperationKind) => `theirs_${kind.toLowerCase()}_${++sequence}`

/**
 * A charge in the gateway's records, kept by the rules of production (the pure half of the single write path). A case
 * judges an adapter's reports by the gateway's conclusions from them.
 */
export class ChargeAccount {
  readonly sentReference: string
  readonly amount: Money
  state: ChargeState

  constructor(amount: Money, sentReference: string, state: ChargeState = newChargeState(amount, sentReference)) {
    this.amount = amount
    this.sentReference = sentReference
    this.state = state
  }

  /** Records that a capture, a refund or a void is about to be requested. */
  intend(kind: OperationKind, amount: bigint, sentReference: string): void {
    this.state = addOperation(this.state, {
      id: sentReference,
      kind,
      amount,
      status: 'PROCESSING',
      failure: null,
      providerReference: null,
      sentReference,
    })
  }

  /** @param sentReference of the answered request: the charge's own, or an operation's. */
  hear(sentReference: string, answer: Answer): void {
    this.state = applyAnswer(this.state, sentReference, answer, newOperationId)
  }

  told(reports: readonly ProviderReport[]): void {
    this.state = applyChargeReports(this.state, reports, newOperationId)
  }

  get status(): ChargeStatus {
    return this.state.charge.status
  }

  get failure(): Failure | null {
    return this.state.charge.failure
  }

  get providerReference(): string {
    return this.state.charge.providerReference ?? ''
  }

  get sums(): Sums {
    const { authorized, captured, refunded, voided } = chargeAmounts(this.state.operations)
    return { authorized, captured, refunded, voided }
  }

  statusOf(sentReference: string): OperationStatus | undefined {
    return this.state.operations.find(operation => operation.id === sentReference)?.status
  }

  /** Contradictions and breaks: recorded for an operator, and absent if nothing is wrong. */
  get notes(): readonly string[] {
    return this.state.notes.map(({ type, key }) => `${type} ${key}`)
  }
}

/** An agreement in the gateway's records, with the charge that was made with it. */
export class AgreementAccount {
  readonly sentReference: string
  readonly initialAmount: Money | null
  records: AgreementStates
  /** Every report of the provider about it, in order. */
  readonly reports: ProviderReport[] = []
  #instrument: InstrumentReport | undefined

  constructor(sentReference: string, initialAmount: Money | null) {
    this.sentReference = sentReference
    this.initialAmount = initialAmount
    const initialCharge = initialAmount && newChargeState(initialAmount, sentReference)
    this.records = { agreement: newAgreementState(), initialCharge }
  }

  hear(answer: Answer): void {
    if ('reports' in answer) this.reports.push(...(answer.reports ?? []))
    this.#keep(applyCreationAnswer(this.records, answer, newOperationId))
  }

  /** The response to a request to revoke it. */
  hearRevocation(answer: Answer): void {
    const { agreement } = this.records
    const asked = { id: 'rev_1', status: 'PROCESSING', failure: null, requestedBy: 'MERCHANT' } as const
    const records = { ...this.records, agreement: { ...agreement, revocations: [...agreement.revocations, asked] } }
    this.#keep(applyRevocationAnswer(records, answer))
  }

  told(reports: readonly ProviderReport[]): void {
    this.reports.push(...reports)
    this.#keep(applyReports(this.records, reports, newOperationId))
  }

  /** The consumer's browser brought it, before the agreement was requested. */
  given(instrument: InstrumentReport): void {
    this.#instrument = instrument
  }

  get status(): AgreementStatus {
    return this.records.agreement.agreement.status
  }

  get failure(): Failure | null {
    return this.records.agreement.agreement.failure
  }

  get providerReference(): string {
    return this.records.agreement.agreement.providerReference ?? ''
  }

  get instrument(): InstrumentReport | undefined {
    return this.#instrument
  }

  /** The charge made with it, for the next steps. @throws if there is none */
  initialCharge(): ChargeAccount {
    if (this.initialAmount === null || this.records.initialCharge === null) throw new Error('made without a charge')
    return new ChargeAccount(this.initialAmount, this.sentReference, this.records.initialCharge)
  }

  get notes(): readonly string[] {
    const { agreement, initialCharge } = this.records
    return [...agreement.notes, ...(initialCharge?.notes ?? [])].map(({ type, key }) => `${type} ${key}`)
  }

  #keep(records: AgreementStates): void {
    this.#instrument = records.instrument ?? this.#instrument
    this.records = records
  }
}

function newAgreementState() {
  const status = 'INITIALIZING'
  const nothing = { authenticationMethods: [], failure: null, providerReference: null, needsAttention: false } as const
  return openAgreement({ version: 1, status, ...nothing }, [])
}

function newChargeState(amount: Money, sentReference: string): ChargeState {
  const nothing = { failure: null, providerReference: null } as const
  const authorization = { id: sentReference, kind: 'AUTHORIZATION', amount: amount.value, sentReference } as const
  return openCharge(
    {
      ...nothing,
      version: 1,
      status: 'PROCESSING',
      currency: amount.currency,
      authenticationMethods: [],
      captureBefore: null,
      needsAttention: false,
    },
    [{ ...authorization, status: 'PROCESSING', ...nothing }],
  )
}
