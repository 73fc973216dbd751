import type { AuthenticationMethod } from '../../src/domain/agreement/authentication.ts'
import type { Failure } from '../../src/domain/decline/failure.ts'
import type { AgreementStatus, OperationKind } from '../../src/domain/enums.ts'

/** The provider's ledger, with which the gateway's records are compared. */
export interface LedgerOperation {
  readonly id: string
  readonly kind: OperationKind
  readonly amount: bigint
  /** The gateway's reference; null if the provider started the operation. */
  readonly reference: string | null
  status: 'PENDING' | 'SUCCEEDED' | 'FAILED'
  failure?: Failure
  readonly createdAtMs: number
  /** Status queries do not return it before this instant. */
  readonly readableFromMs: number
}

export interface LedgerCharge {
  readonly id: string
  readonly reference: string
  readonly agreementId: string
  readonly amount: bigint
  readonly currency: string
  readonly autoCapture: boolean
  readonly initial: boolean
  /** The consumer's action that comes before any decision. */
  methods: readonly AuthenticationMethod[]
  readonly operations: LedgerOperation[]
  /** When its request arrived. */
  readonly createdAtMs: number
  /** Status queries do not find it before this instant. */
  readonly readableFromMs: number
}

/**
 * The effect of a consumer's payment instrument on later charges: an empty one never pays, an expired one is
 * permanently declined.
 */
export type Purse = 'full' | 'empty' | 'expired'
/** After the first payment of this amount the payer has no money left. A plan asks for insufficient funds this way. */
export const LAST_PENNY = 1_313n

export interface LedgerAgreement {
  readonly id: string
  readonly reference: string
  status: AgreementStatus
  methods: readonly AuthenticationMethod[]
  failure?: Failure
  readonly token: string
  /** The card's brand, if there is a card and the provider reports its brand. */
  readonly brand?: string
  readonly purse: Purse
  chargeId: string | null
  readonly createdAtMs: number
}

export class Ledger {
  readonly agreements = new Map<string, LedgerAgreement>()
  readonly charges = new Map<string, LedgerCharge>()
  readonly #prefix: string
  #count = 0

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  newId(kind: string): string {
    this.#count += 1
    return `${this.#prefix}_${kind}_${this.#count}`
  }

  chargesByReference(reference: string): LedgerCharge[] {
    return [...this.charges.values()].filter(charge => charge.reference === reference)
  }

  agreementByReference(reference: string): LedgerAgreement | undefined {
    return [...this.agreements.values()].find(agreement => agreement.reference === reference)
  }
}

export function addOperation(
  ledger: Ledger,
  charge: LedgerCharge,
  operation: Omit<LedgerOperation, 'id'>,
): LedgerOperation {
  const added: LedgerOperation = { id: ledger.newId(operation.kind.toLowerCase()), ...operation }
  charge.operations.push(added)
  return added
}

export function authorizationOf(charge: LedgerCharge): LedgerOperation {
  const found = charge.operations.find(({ kind }) => kind === 'AUTHORIZATION')
  if (found === undefined) throw new Error(`${charge.id} was never authorized`)
  return found
}

/** Minor units that have moved. If `open` is true, also includes amounts that can still move. */
export function total(charge: Pick<LedgerCharge, 'operations'>, kind: OperationKind, open = false): bigint {
  let sum = 0n
  for (const { kind: of, status, amount } of charge.operations)
    if (of === kind && (status === 'SUCCEEDED' || (open && status === 'PENDING'))) sum += amount
  return sum
}
