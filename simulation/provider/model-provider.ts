import type { AuthenticationMethod } from '../../src/domain/agreement/authentication.ts'
import type { Failure } from '../../src/domain/decline/failure.ts'
import type { ProviderCode } from '../../src/domain/enums.ts'
import type { Answer, CallRecord, ProviderReport, StatusAnswer } from '../../src/providers/port/outcome.ts'
import type {
  CommandIdentity,
  OperateChargeCommand,
  ProviderCommand,
  ProviderRequest,
  StatusQuery,
  WebhookNotice,
} from '../../src/providers/port/provider.ts'
import type { Chance } from '../engine/chance.ts'
import { declinedFailure, drawDecline, purses, refusal } from './failures.ts'
import {
  addOperation,
  authorizationOf,
  LAST_PENNY,
  type Ledger,
  type LedgerAgreement,
  type LedgerCharge,
  type LedgerOperation,
  type Purse,
  total,
} from './ledger.ts'
import { decode } from './wire-json.ts'

type WithoutCall<T> = T extends { readonly call: CallRecord } ? Omit<T, 'call'> : never
/** A provider's response before the network's faults. */
export type Said = WithoutCall<Answer>
export type Found = WithoutCall<StatusAnswer>

/** The functions that a model provider needs from its world. */
export interface ProviderWorld {
  nowMs(): number
  /** Schedules later work of the provider itself. */
  later(ms: number, label: string, work: () => void): void
  readonly chance: Chance
  notify(code: ProviderCode, notice: WebhookNotice): void
  /** True if everything is approved at once. */
  approves(): boolean
  /** The reason for a decline that is not drawn. A story sets its declines this way. */
  declines(charge: LedgerCharge): Failure | undefined
  /** For how long status queries do not find a new object. */
  unreadableMs(): number
}

/** The page where consumers decide, with the id of the object after it. */
export const PAGE = 'https://bank.test/'

type Operate = CommandIdentity & OperateChargeCommand

const kinds = { capture: 'CAPTURE', refund: 'REFUND', void: 'VOID' } as const

/** The part that both kinds of provider share: the movement of money. */
export abstract class ModelProvider {
  abstract readonly code: ProviderCode
  readonly ledger: Ledger
  /** References of requests that were refused as invalid, which leave no other record. */
  readonly refused = new Set<string>()
  protected readonly world: ProviderWorld

  constructor(ledger: Ledger, world: ProviderWorld) {
    this.ledger = ledger
    this.world = world
  }

  /** Executes an arrived request, and returns the response without network faults. */
  abstract receive(request: ProviderRequest): Said
  abstract find(question: StatusQuery): Found
  /** The consumer's decision about an agreement or a charge, on the page with this address. */
  abstract decide(id: string, decision: 'approve' | 'decline'): void
  protected abstract tellCharge(charge: LedgerCharge, operation: LedgerOperation): void
  protected abstract tellAgreement(agreement: LedgerAgreement): void
  protected abstract operationReports(charge: LedgerCharge, operation: LedgerOperation): readonly ProviderReport[]

  protected commandOf(request: ProviderRequest): ProviderCommand {
    return decode<ProviderCommand>(request.body)
  }

  protected newCharge(
    facts: Pick<LedgerCharge, 'reference' | 'agreementId' | 'amount' | 'currency' | 'autoCapture' | 'initial'>,
  ): LedgerCharge {
    const { ledger, world } = this
    const readableFromMs = world.nowMs() + world.unreadableMs()
    const charge: LedgerCharge = {
      ...{ id: ledger.newId('charge'), ...facts, methods: [], operations: [] },
      ...{ createdAtMs: world.nowMs(), readableFromMs },
    }
    ledger.charges.set(charge.id, charge)
    const { amount, reference } = facts
    // A caller that finds the charge also finds its authorized amount.
    const authorization = { kind: 'AUTHORIZATION', amount, reference, status: 'PENDING' } as const
    addOperation(ledger, charge, { ...authorization, createdAtMs: world.nowMs(), readableFromMs: world.nowMs() })
    return charge
  }

  protected redirect(charge: { readonly id: string }): readonly AuthenticationMethod[] {
    return [{ type: 'REDIRECT', requestUrl: `${PAGE}${charge.id}`, requestMethod: 'GET' }]
  }

  /** Approves or declines a charge for its funds, at once or after some time. */
  protected authorize(charge: LedgerCharge): void {
    const { chance } = this.world
    const certain = this.world.declines(charge) ?? this.#purseFailure(charge)
    const drawn = this.world.approves() ? 0 : chance.int(20)
    const decide = (approved: boolean) => this.settle(charge, approved, approved ? undefined : drawDecline(chance))
    if (certain !== undefined) this.settle(charge, false, certain)
    else if (drawn < 16) decide(drawn < 13)
    else this.world.later(this.#someTimeMs(), `${charge.id} is decided`, () => decide(drawn < 19))
  }

  protected settle(charge: LedgerCharge, approved: boolean, failure = declinedFailure): void {
    const authorization = authorizationOf(charge)
    if (authorization.status !== 'PENDING') return
    charge.methods = []
    this.#finish(charge, authorization, approved ? undefined : failure)
    if (!approved || !charge.autoCapture) return
    const capture = () => this.capture(charge)
    if (this.code === 'APS' || this.world.approves() || this.world.chance.happens(0.7)) capture()
    else this.world.later(this.#someTimeMs(), `${charge.id} is captured`, capture)
  }

  protected capture(charge: LedgerCharge): void {
    const { amount } = charge
    // A charge that was voided in the meantime is not captured.
    if (amount > this.#available(charge, 'CAPTURE')) return
    const operation = addOperation(this.ledger, charge, {
      kind: 'CAPTURE',
      amount,
      reference: null,
      status: 'SUCCEEDED',
      createdAtMs: this.world.nowMs(),
      readableFromMs: this.world.nowMs(),
    })
    this.tellCharge(charge, operation)
  }

  /** Performs captures, refunds and voids, up to the available amount. */
  protected operate(command: Operate): Said {
    const kind = kinds[command.verb]
    const charge = this.ledger.charges.get(command.chargeReference)
    const { value: amount } = command.amount
    if (charge === undefined || (amount > this.#available(charge, kind) && this.world.chance.happens(0.5))) {
      this.refused.add(command.sentReference)
      return { outcome: 'declined', failure: refusal }
    }
    const possible = amount <= this.#available(charge, kind)
    const operation = addOperation(this.ledger, charge, {
      kind,
      amount,
      reference: command.sentReference,
      status: 'PENDING',
      createdAtMs: this.world.nowMs(),
      readableFromMs: this.world.nowMs() + this.world.unreadableMs(),
    })
    const drawn = this.world.approves() ? 9 : this.world.chance.int(10)
    if (drawn === 0 || !possible) this.#finish(charge, operation, declinedFailure)
    else if (drawn > 2 || kind !== 'REFUND') this.#finish(charge, operation)
    else
      this.world.later(this.#someTimeMs(), `${operation.id} is done`, () => {
        this.#finish(charge, operation, drawn === 1 ? declinedFailure : undefined)
      })
    return this.saidOf(charge, operation)
  }

  /** The current state of a charge in a status query. */
  protected readableOf({ operations }: LedgerCharge): readonly LedgerOperation[] {
    return operations.filter(({ readableFromMs }) => readableFromMs <= this.world.nowMs())
  }

  protected saidOf(charge: LedgerCharge, operation: LedgerOperation): Said {
    const reports = this.operationReports(charge, operation)
    if (operation.status === 'FAILED')
      return { outcome: 'declined', failure: operation.failure ?? declinedFailure, reports }
    if (operation.status === 'SUCCEEDED') return { outcome: 'approved', reports }
    return { outcome: charge.methods.length > 0 ? 'actionRequired' : 'pending', reports }
  }

  /** The effect of the consumer's payment instrument on every charge but the first. */
  #purseFailure({ agreementId, initial }: LedgerCharge): Failure | undefined {
    if (initial || this.world.approves()) return undefined
    return purses[this.ledger.agreements.get(agreementId)?.purse ?? 'full']
  }

  protected drawPurse(paid: bigint | undefined): Purse {
    if (paid === LAST_PENNY) return 'empty'
    if (this.world.approves()) return 'full'
    const drawn = this.world.chance.int(40)
    return drawn === 0 ? 'expired' : drawn < 5 ? 'empty' : 'full'
  }

  #finish(charge: LedgerCharge, operation: LedgerOperation, failure?: Failure): void {
    operation.status = failure ? 'FAILED' : 'SUCCEEDED'
    if (failure) operation.failure = failure
    this.tellCharge(charge, operation)
  }

  #available(charge: LedgerCharge, kind: 'CAPTURE' | 'REFUND' | 'VOID'): bigint {
    const captured = total(charge, 'CAPTURE')
    if (kind === 'REFUND') return captured - total(charge, 'REFUND', true)
    return total(charge, 'AUTHORIZATION') - captured - total(charge, 'VOID')
  }

  #someTimeMs(): number {
    const { chance } = this.world
    return chance.happens(0.5) ? chance.between(50, 5_000) : chance.between(5_000, 7_200_000)
  }
}
