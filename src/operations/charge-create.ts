import type { JsonObject } from '../base/json.ts'
import { invalidInput, type Result, refuse, succeed, type UserError } from '../domain/user-error.ts'
import { aggregateLock } from '../store/aggregate-lock.ts'
import { lockAgreementRow } from '../store/agreement-books.ts'
import { type AttemptTarget, insertAttempt, newAttemptId } from '../store/attempts.ts'
import { newOperationId } from '../store/charge-books.ts'
import type { Transaction } from '../store/database.ts'
import { findCharge, mustFind } from '../store/find-rows.ts'
import { openToken } from '../store/instruments.ts'
import type { AgreementRow } from '../store/tables/agreement.ts'
import { type ChargeRow, charges } from '../store/tables/charge.ts'
import { chargeOperations } from '../store/tables/charge-operation.ts'
import { events } from '../store/tables/event.ts'
import { insert, withFloor, write } from '../store/write.ts'
import { cursorOf, invalidState, notFound } from './answers.ts'
import { heldForSending } from './attempt-hold.ts'
import { sendAndApply, withinAnswerWait } from './attempt-settle.ts'
import type { Caller } from './caller.ts'
import { chargeInputIssues, checkAmountAndCapture, checkChargeable, findRetried } from './charge-checks.ts'
import { clientDetails } from './client-details.ts'
import { consumerDetails } from './consumer-details.ts'
import type { Deps } from './deps.ts'
import type { ChargeCreateInput } from './inputs.ts'
import { authorizationOf, chargeCreated, chargeUnder, type NewCharge } from './new-charge.ts'
import { type Bind, once } from './once.ts'
import type { RecordedAttempt } from './recorded-attempt.ts'
import { returnLink } from './return-link.ts'
import { usableProvider } from './usable-provider.ts'
import { webhooksUrl } from './webhooks-url.ts'

export interface ChargeCreated {
  readonly charge: ChargeRow
  readonly replayed: boolean
  readonly cursor: string
}

/**
 * Charges an agreement. The intent is committed before the provider is called; the answer, whatever it is, comes back
 * by the one road. A decline is no error: the charge exists and says FAILED.
 */
export async function chargeCreate(
  deps: Deps,
  caller: Caller,
  input: ChargeCreateInput,
): Promise<Result<ChargeCreated>> {
  const issues = chargeInputIssues(input)
  if (issues.length > 0) return invalidInput(issues)
  const locks = [aggregateLock('agreement', input.agreementId)]
  const result = await once(
    deps,
    caller,
    { mutation: 'chargeCreate', input, defaults, locks, keptDays: null },
    (sql, bind, now) => record(deps, caller, input, { sql, bind, now }),
  )
  if (result.kind === 'refused') return refuse(result.error)
  if (result.kind === 'replayed') {
    const charge = await mustFind(findCharge(deps.database, caller.tenant, result.objectId))
    return succeed({ charge, replayed: true, cursor: cursorOf(deps, caller, charge) })
  }
  deps.tail.hint()
  const { recorded, attempt } = result.made
  const settled = await withinAnswerWait(deps, 'charge', () => sendAndApply(deps, attempt))
  const charge = settled?.charge?.charge ?? (await mustFind(findCharge(deps.database, caller.tenant, recorded.id)))
  return succeed({ charge, replayed: false, cursor: cursorOf(deps, caller, charge) })
}

const defaults = { captureMode: 'AUTOMATIC', initiator: 'MERCHANT', reason: 'UNSCHEDULED' }

interface Recording {
  readonly sql: Transaction
  readonly bind: Bind
  readonly now: Date
}

/** One transaction: locks the agreement, decides what can be decided here, writes the intent. */
async function record(
  deps: Deps,
  caller: Caller,
  input: ChargeCreateInput,
  { sql, bind, now }: Recording,
): Promise<{ made: { recorded: ChargeRow; attempt: RecordedAttempt } } | { refused: UserError }> {
  const locked = await lockAgreementRow(sql, caller.tenant, input.agreementId)
  if (locked === undefined) return { refused: notFound('agreement').error }
  const { row: agreement, instrument, consumer } = locked
  const closed = await checkChargeable(sql, caller, agreement, now)
  if (closed) return { refused: closed.error }
  const retry = await findRetried(sql, caller, input)
  if (!retry.ok) return { refused: retry.error }
  const usable = usableProvider(deps, caller, agreement.provider)
  if (!usable.ok) return { refused: usable.error }
  const { provider } = usable
  const capability = provider.capabilities.find(({ paymentMethod }) => paymentMethod === agreement.paymentMethod)
  if (capability === undefined) throw new Error(`no capabilities are known of ${agreement.paymentMethod}`)
  const wrong = checkAmountAndCapture(agreement, capability, input)
  if (wrong) return { refused: wrong.error }
  if (agreement.providerReference === null)
    return { refused: invalidState(agreement.status, 'The provider has not named the agreement yet.').error }

  const attemptId = newAttemptId(now)
  const row = newCharge(agreement, input, retry.retried, now)
  const prepared = provider.prepare({
    verb: 'createCharge',
    providerKey: attemptId,
    sentReference: attemptId,
    agreementReference: agreement.providerReference,
    consumer: consumerDetails(deps, consumer),
    instrument: instrument && { token: openToken(deps.vault, instrument), brand: instrument.brand },
    paymentMethod: agreement.paymentMethod,
    amount: input.amount,
    captureMode: row.captureMode,
    initiator: row.initiator,
    reason: row.reason === 'INITIAL' ? 'UNSCHEDULED' : row.reason,
    description: row.description,
    returnUrl: row.returnUrl === null ? null : returnLink(deps, row.id),
    client: clientDetails(input.client),
    webhooksUrl: webhooksUrl(deps, agreement.provider),
  })
  if (!prepared.ok) return { refused: prepared.error }

  const operationId = newOperationId('AUTHORIZATION', now)
  const target: AttemptTarget = {
    tenant: caller.tenant,
    provider: agreement.provider,
    purpose: 'CHARGE_CREATE',
    agreementId: agreement.id,
    chargeId: row.id,
    operationId,
    revocationId: null,
  }
  const written = await write(sql, [
    insert(charges, [row]),
    insert(chargeOperations, [authorizationOf(row, operationId)]),
    insertAttempt(deps.vault, attemptId, target, prepared.request, heldForSending(deps, now)),
    insert(events, [chargeCreated(row, caller)]),
    bind(row.id),
  ])
  const attempt: RecordedAttempt = { id: attemptId, target, provider, request: prepared.request }
  return { made: { recorded: withFloor<ChargeRow>(row, written), attempt } }
}

function newCharge(agreement: AgreementRow, input: ChargeCreateInput, retried: ChargeRow | null, now: Date): NewCharge {
  return {
    ...chargeUnder(agreement, now),
    amount: input.amount.value,
    currency: input.amount.currency,
    captureMode: input.captureMode ?? 'AUTOMATIC',
    initiator: input.initiator ?? 'MERCHANT',
    reason: input.reason ?? 'UNSCHEDULED',
    retryOfId: retried?.id ?? null,
    tryNumber: (retried?.tryNumber ?? 0) + 1,
    reference: input.reference ?? null,
    description: input.description ?? null,
    returnUrl: input.returnUrl ?? null,
    metadata: (input.metadata as JsonObject | null | undefined) ?? null,
  }
}
