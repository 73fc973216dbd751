import type { Money } from '../../base/money.ts'
import { type ChargeAmounts, chargeAmounts } from '../../domain/charge/amounts.ts'
import { addOperation } from '../../domain/charge/transition.ts'
import type { ChargeStatus, OperationKind } from '../../domain/enums.ts'
import { issueList } from '../../domain/input/issues.ts'
import {
  amountExceeded,
  invalidInput,
  type Result,
  refuse,
  succeed,
  type UserError,
} from '../../domain/input/user-error.ts'
import type { PaymentMethodCapability } from '../../domain/provider/capability.ts'
import type { unsupported } from '../../domain/provider/capability-check.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { chargeWrites, type LoadedCharge, lockCharge, newOperationId } from '../../store/charge/repository.ts'
import {
  insertProviderRequest,
  newProviderRequestId,
  type RequestTarget,
} from '../../store/provider-request/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { findCharge, findOperation, mustFind } from '../../store/sql/find-rows.ts'
import { write } from '../../store/sql/write.ts'
import type { ChargeRow } from '../../store/tables/charge.ts'
import type { ChargeOperationRow } from '../../store/tables/charge-operation.ts'
import { cursorOf, invalidState, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type Bind, once } from '../command/idempotency.ts'
import type { ChargeRefundInput } from '../command/inputs.ts'
import { leasedForSending } from '../provider-request/lease.ts'
import type { RecordedRequest } from '../provider-request/recorded-request.ts'
import { sendAndApply, withinAnswerWait } from '../provider-request/settle.ts'
import { usableProvider } from '../provider-request/usable-provider.ts'

export interface ChargeOperated {
  readonly charge: ChargeRow
  readonly operation: ChargeOperationRow
  readonly replayed: boolean
  readonly eventCursor: string
}

/** What tells a capture, a refund and a void apart; all else they share. */
export interface OperationRules {
  readonly mutation: 'chargeCapture' | 'chargeRefund' | 'chargeVoid'
  readonly kind: Exclude<OperationKind, 'AUTHORIZATION'>
  readonly verb: 'capture' | 'refund' | 'void'
  /** In which statuses there can be something to do. */
  readonly statuses: readonly ChargeStatus[]
  readonly available: (amounts: ChargeAmounts) => bigint
  /** What a method without partial operations takes: all of it at once. */
  readonly wholeOf: (amounts: ChargeAmounts) => bigint
  /** Undefined where the method can do it. `whole`: everything at once. */
  readonly check: (
    capability: PaymentMethodCapability,
    charge: ChargeRow,
    whole: boolean,
  ) => ReturnType<typeof unsupported> | undefined
}

/** Captures, refunds or voids: records the intent under the charge's lock, then asks the provider. */
export async function chargeOperate(
  deps: Deps,
  caller: Caller,
  input: ChargeRefundInput,
  rules: OperationRules,
): Promise<Result<ChargeOperated>> {
  const issues = issueList()
  issues.idempotencyKey(input.idempotencyKey)
  issues.money(['amount'], input.amount)
  issues.text(['reference'], input.reference)
  issues.text(['reason'], input.reason)
  if (issues.found.length > 0) return invalidInput(issues.found)
  const locks = [aggregateLock('charge', input.chargeId)]
  const result = await once(
    deps,
    caller,
    { mutation: rules.mutation, input, locks, keptDays: null },
    (sql, bind, now) => record(deps, caller, input, rules, { sql, bind, now }),
  )
  if (result.kind === 'refused') return refuse(result.error)
  const made = result.kind === 'made' ? result.made : undefined
  if (made) {
    deps.tail.wake()
    await withinAnswerWait(deps, rules.verb, () => sendAndApply(deps, made.providerRequest))
  }
  const operationId = result.kind === 'made' ? result.made.operationId : result.objectId
  // The charge first: what its cursor does not contain may then only be newer in the operation, never missing.
  const charge = await mustFind(findCharge(deps.database, caller.tenant, input.chargeId))
  const operation = await mustFind(findOperation(deps.database, caller.tenant, operationId))
  return succeed({ charge, operation, replayed: made === undefined, eventCursor: cursorOf(deps, caller, charge) })
}

interface Recording {
  readonly sql: Transaction
  readonly bind: Bind
  readonly now: Date
}

type Recorded = { made: { operationId: string; providerRequest: RecordedRequest } } | { refused: UserError }

async function record(
  deps: Deps,
  caller: Caller,
  input: ChargeRefundInput,
  rules: OperationRules,
  { sql, bind, now }: Recording,
): Promise<Recorded> {
  const loaded = await lockCharge(sql, caller.tenant, input.chargeId)
  if (loaded === undefined) return { refused: notFound('charge', input.chargeId).error }
  const decided = decideAmount(loaded, input.amount ?? null, rules)
  if (!decided.ok) return { refused: decided.error }
  const usable = usableProvider(deps, caller, loaded.row.provider)
  if (!usable.ok) return { refused: usable.error }
  const { provider } = usable
  const wrong = rules.check(capabilityOf(provider, loaded.row), loaded.row, decided.whole)
  if (wrong) return { refused: wrong.error }
  if (loaded.row.providerReference === null)
    return {
      refused: invalidState(
        loaded.row.status,
        "The provider has not confirmed the charge's id yet. Send the request again after a moment.",
      ).error,
    }
  const providerRequestId = newProviderRequestId(now)
  const prepared = provider.prepare({
    verb: rules.verb,
    providerKey: providerRequestId,
    sentReference: providerRequestId,
    chargeReference: loaded.row.providerReference,
    chargeSentReference: sentReferenceIn(loaded),
    amount: decided.amount,
    reason: input.reason ?? null,
  })
  if (!prepared.ok) return { refused: prepared.error }
  const operationId = newOperationId(rules.kind, now)
  const changed = addOperation(loaded.state, {
    id: operationId,
    kind: rules.kind,
    amount: decided.amount.value,
    status: 'PROCESSING',
    failure: null,
    providerReference: null,
    sentReference: providerRequestId,
  })
  const target: RequestTarget = {
    tenant: caller.tenant,
    provider: loaded.row.provider,
    purpose: rules.kind,
    agreementId: loaded.row.agreementId,
    chargeId: loaded.row.id,
    operationId,
    revocationId: null,
  }
  const words = new Map([[operationId, { reference: input.reference ?? null, reason: input.reason ?? null }]])
  const { writes } = await chargeWrites(sql, loaded, changed, { source: 'API', actor: caller.actor, now }, words)
  const providerRequestRow = insertProviderRequest(
    deps.vault,
    providerRequestId,
    target,
    prepared.request,
    leasedForSending(deps, now),
  )
  await write(sql, [...writes, providerRequestRow, bind(operationId)])
  return {
    made: { operationId, providerRequest: { id: providerRequestId, target, provider, request: prepared.request } },
  }
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

/** The amount, of what is left: less what is under way or unknown. */
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

// Where the automatic capture has failed, a caller may capture by hand.
function capturesItself({ captureMode }: ChargeRow, operations: LoadedCharge['operations']): boolean {
  return (
    captureMode === 'AUTOMATIC' && !operations.some(({ kind, status }) => kind === 'CAPTURE' && status === 'FAILED')
  )
}

function capabilityOf(provider: Provider, charge: ChargeRow): PaymentMethodCapability {
  const found = provider.capabilities.find(({ paymentMethod }) => paymentMethod === charge.paymentMethod)
  if (found === undefined) throw new Error(`no capabilities are known of ${charge.paymentMethod}`)
  return found
}
