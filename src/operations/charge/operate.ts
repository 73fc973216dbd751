import type { Money } from '../../base/money.ts'
import { type ChargeAmounts, chargeAmounts } from '../../domain/charge/amounts.ts'
import { addOperation } from '../../domain/charge/transition.ts'
import type { ChargeStatus, OperationKind } from '../../domain/enums.ts'
import { issueList } from '../../domain/input/issues.ts'
import {
  amountExceeded,
  type InputIssue,
  invalidInput,
  type Result,
  type UserError,
} from '../../domain/input/user-error.ts'
import type { PaymentMethodCapability, unsupported } from '../../domain/provider/capability.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { chargeWrites, type LoadedCharge, loadCharge, newOperationId } from '../../store/charge/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { findCharge, findOperation, mustFind } from '../../store/sql/find-rows.ts'
import type { ChargeOperationRow, ChargeRow } from '../../store/tables.ts'
import { cursorOf, invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ChargeRefundInput } from '../command/inputs.ts'
import { type Deciding, type Recorded, type Refused, runOnce } from '../command/run.ts'
import { type RecordedRequest, recordPayment } from '../provider-request/record.ts'
import { usableProvider } from '../provider-request/usable-provider.ts'

export interface ChargeOperated {
  readonly charge: ChargeRow
  readonly operation: ChargeOperationRow
  readonly replayed: boolean
  readonly eventCursor: string
}

/** What distinguishes a capture, a refund and a void. They share everything else. */
export interface OperationRules {
  readonly mutation: 'chargeCapture' | 'chargeRefund' | 'chargeVoid'
  readonly kind: Exclude<OperationKind, 'AUTHORIZATION'>
  readonly verb: 'capture' | 'refund' | 'void'
  /** The charge statuses in which the operation is possible. */
  readonly statuses: readonly ChargeStatus[]
  readonly available: (amounts: ChargeAmounts) => bigint
  /** The only amount that a method without partial operations accepts. */
  readonly wholeOf: (amounts: ChargeAmounts) => bigint
  /** Undefined if the method supports the operation. `whole`: for the full amount. */
  readonly check: (
    capability: PaymentMethodCapability,
    charge: ChargeRow,
    whole: boolean,
  ) => ReturnType<typeof unsupported> | undefined
}

/** Captures, refunds or voids: records the intent under the charge's lock, then sends the request. */
export function chargeOperate(
  deps: Deps,
  caller: Caller,
  input: ChargeRefundInput,
  rules: OperationRules,
): Promise<Result<ChargeOperated>> {
  const { database } = deps
  const { tenant } = caller
  return runOnce(deps, caller, {
    mutation: rules.mutation,
    input,
    issues: operationInputIssues(input),
    locks: [aggregateLock('charge', input.chargeId)],
    load: sql => loadCharge(sql, tenant, input.chargeId),
    decide: (charge, at) => decide(deps, caller, { input, rules, charge }, at),
    answer: async ({ id, replayed }) => {
      // The charge is read before the operation. So the cursor can be older than the operation but never newer, and a
      // client that continues from it misses no event.
      const charge = await mustFind(findCharge(database, tenant, input.chargeId))
      const operation = await mustFind(findOperation(database, tenant, id))
      return { charge, operation, replayed, eventCursor: cursorOf(deps, caller, charge) }
    },
  })
}

function operationInputIssues(input: ChargeRefundInput): readonly InputIssue[] {
  const issues = issueList()
  issues.idempotencyKey(input.idempotencyKey)
  issues.money(['amount'], input.amount)
  issues.text(['reference'], input.reference)
  issues.text(['reason'], input.reason)
  return issues.found
}

interface Operation {
  readonly input: ChargeRefundInput
  readonly rules: OperationRules
  readonly charge: LoadedCharge | undefined
}

async function decide(
  deps: Deps,
  caller: Caller,
  { input, rules, charge }: Operation,
  { sql, cause, requestId }: Deciding,
): Promise<Recorded | Refused<UserError>> {
  if (charge === undefined) return notFound('charge', input.chargeId)
  const { row } = charge
  const decided = decideAmount(charge, input.amount ?? null, rules)
  if (!decided.ok) return decided
  const usable = usableProvider(deps, caller, row)
  if (!usable.ok) return usable
  const { provider } = usable
  const wrong = rules.check(capabilityOf(provider, row), row, decided.whole)
  if (wrong) return wrong
  if (row.providerReference === null)
    return invalidState(
      row.status,
      "The provider has not confirmed the charge's id yet. Send the request again after a moment.",
    )
  const providerRequestId = requestId()
  const { amount } = decided
  const { reference = null, reason = null } = input
  const prepared = provider.prepare({
    verb: rules.verb,
    providerKey: providerRequestId,
    sentReference: providerRequestId,
    chargeReference: row.providerReference,
    chargeSentReference: sentReferenceIn(charge),
    amount,
    reason,
  })
  if (!prepared.ok) return prepared
  const id = newOperationId(rules.kind, cause.now)
  const changed = addOperation(charge.state, {
    id,
    kind: rules.kind,
    amount: amount.value,
    status: 'PROCESSING',
    failure: null,
    providerReference: null,
    sentReference: providerRequestId,
  })
  const { writes } = await chargeWrites(sql, charge, changed, cause, new Map([[id, { reference, reason }]]))
  const providerRequest: RecordedRequest = {
    id: providerRequestId,
    provider,
    request: prepared.request,
    consumer: charge.consumer,
    target: {
      tenant: caller.tenant,
      provider: row.provider,
      providerAccountId: row.providerAccountId,
      purpose: rules.kind,
      agreementId: row.agreementId,
      chargeId: row.id,
      operationId: id,
    },
  }
  const { write, toSend } = recordPayment(deps, providerRequest, cause.now)
  return { ok: true, id, writes: [...writes, write], providerRequest: toSend }
}

/** The reference under which the charge itself was sent. */
function sentReferenceIn({ row, operations }: LoadedCharge): string {
  const sent = operations.find(
    ({ kind, providerRequestId }) => kind === 'AUTHORIZATION' && providerRequestId !== null,
  )?.providerRequestId
  if (sent == null) throw new Error(`charge ${row.id} was never sent`)
  return sent
}

type Decided =
  | { ok: true; amount: Money; whole: boolean }
  | { ok: false; error: Extract<UserError, { code: 'INVALID_STATE' | 'INVALID_INPUT' | 'AMOUNT_EXCEEDED' }> }

/** Decides the amount. Operations that are in progress or UNKNOWN are subtracted from what is left. */
function decideAmount({ row, operations }: LoadedCharge, asked: Money | null, rules: OperationRules): Decided {
  const { currency, status } = row
  if (asked !== null && asked.currency !== currency)
    return invalidInput([
      {
        path: ['amount', 'currency'],
        code: 'UNSUPPORTED',
        message: `Must be ${currency}, the currency of the charge.`,
      },
    ])
  if (!rules.statuses.includes(status))
    return invalidState(
      status,
      `Cannot ${rules.verb} a charge with status ${status}. The status must be ` + `${rules.statuses.join(' or ')}.`,
    )
  if (rules.kind === 'CAPTURE' && capturesItself(row, operations))
    return invalidState(
      status,
      'The charge has captureMode AUTOMATIC and is captured automatically. Wait until its status is CAPTURED.',
    )
  const left = rules.available(chargeAmounts(operations))
  const value = asked?.value ?? left
  if (left <= 0n || value > left)
    return amountExceeded(
      left > 0n
        ? `The amount is more than is left to ${rules.verb}.`
        : `Nothing is left to ${rules.verb}. Operations in progress are already subtracted.`,
      { value: left, currency },
    )
  return { ok: true, amount: { value, currency }, whole: value === rules.wholeOf(chargeAmounts(operations)) }
}

// A caller may capture such a charge only if its automatic capture has failed.
function capturesItself({ captureMode }: ChargeRow, operations: LoadedCharge['operations']): boolean {
  return (
    captureMode === 'AUTOMATIC' && !operations.some(({ kind, status }) => kind === 'CAPTURE' && status === 'FAILED')
  )
}

function capabilityOf(provider: Provider, charge: ChargeRow): PaymentMethodCapability {
  const found = provider.capabilities.find(({ paymentMethod }) => paymentMethod === charge.paymentMethod)
  if (found === undefined) throw new Error(`no capabilities are registered for ${charge.paymentMethod}`)
  return found
}
