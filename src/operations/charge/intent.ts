import { newId } from '../../base/id.ts'
import type { Money } from '../../base/money.ts'
import type { UserError } from '../../domain/input/user-error.ts'
import type { PrepareRefusal, Provider } from '../../providers/port/provider.ts'
import { openToken } from '../../store/agreement/instruments.ts'
import type { LoadedAgreement, NewAgreement } from '../../store/agreement/repository.ts'
import { type NewCharge, newChargeWrites, newOperationId } from '../../store/charge/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { findProviderRequest } from '../../store/provider-request/find.ts'
import { creationRequestId, openRequest } from '../../store/provider-request/repository.ts'
import type { Sql, Transaction } from '../../store/sql/database.ts'
import type { Write } from '../../store/sql/write.ts'
import { invalidState } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ClientInput } from '../command/inputs.ts'
import { clientDetails, consumerDetails } from '../consumer/details.ts'
import { returnLink } from '../hosted-page/return-link.ts'
import { type RecordedRequest, recordPayment } from '../provider-request/record.ts'
import { chargeableProvider } from '../provider-request/usable-provider.ts'
import { webhooksUrl } from '../webhook/url.ts'
import { checkAmountAndCapture, checkRetryBudget } from './checks.ts'

/** The common fields of every new charge: PROCESSING, version 1, nothing known yet. */
export function chargeUnder(agreement: NewAgreement, now: Date) {
  return {
    id: newId('charge', now),
    merchantId: agreement.merchantId,
    mode: agreement.mode,
    version: 1,
    agreementId: agreement.id,
    consumerId: agreement.consumerId,
    provider: agreement.provider,
    providerAccountId: agreement.providerAccountId,
    paymentMethod: agreement.paymentMethod,
    status: 'PROCESSING',
    authenticationMethods: [],
    failure: null,
    captureBefore: null,
    scheduleId: null,
    occurrenceId: null,
    needsAttention: false,
    reconcileAt: null,
    providerReference: null,
    createdAt: now,
    updatedAt: now,
  } as const
}

/** `providerRequest` is null if recovery queries the provider before sending. `limit` is set if only the card networks' limits prevent the charge. */
type Intended =
  | { readonly ok: true; readonly writes: readonly Write[]; readonly providerRequest: RecordedRequest | null }
  | { readonly ok: false; readonly error: UserError; readonly limit?: 'networks' }

/**
 * What is committed before a charge is sent, for a caller or for the scheduler: the charge, its authorization, the
 * provider request and the event. Or the reason why the provider, the agreement, the method or the card network's
 * limits do not allow the charge. That is decided before anything is recorded.
 *
 * @param locked The locked agreement. The caller has checked that it can be charged.
 */
export async function chargeIntent(
  deps: Deps,
  sql: Transaction,
  by: Pick<Caller, 'tenant'>,
  locked: LoadedAgreement,
  { row, cause, providerRequestId, client, asksFirst }: ChargeToIntend,
): Promise<Intended> {
  const { row: agreement } = locked
  const usable = chargeableProvider(deps, by, agreement)
  if (!usable.ok) return usable
  const { provider } = usable
  const capability = provider.capabilities.find(({ paymentMethod }) => paymentMethod === agreement.paymentMethod)
  if (capability === undefined) throw new Error(`no capabilities are registered for ${agreement.paymentMethod}`)
  const wrong = checkAmountAndCapture(agreement, capability, { ...row, amount: amountOf(row) })
  if (wrong) return wrong
  const prepared = await prepareCharge(deps, sql, provider, locked, { row, providerRequestId, client })
  if (!prepared.ok) return prepared
  const spent = await checkRetryBudget(sql, locked, { initiator: row.initiator, now: cause.now })
  if (spent) return { ...spent, limit: 'networks' }
  const operationId = newOperationId('AUTHORIZATION', cause.now)
  const providerRequest: RecordedRequest = {
    id: providerRequestId,
    provider,
    request: prepared.request,
    consumer: locked.consumer,
    target: {
      tenant: { merchantId: row.merchantId, mode: row.mode },
      provider: agreement.provider,
      providerAccountId: agreement.providerAccountId,
      purpose: 'CHARGE_CREATE',
      agreementId: agreement.id,
      chargeId: row.id,
      operationId,
    },
  }
  const { write, toSend } = recordPayment(deps, providerRequest, cause.now, asksFirst)
  return { ok: true, writes: [...newChargeWrites(row, operationId, cause), write], providerRequest: toSend }
}

interface ChargeToIntend extends ChargeToPrepare {
  readonly cause: Cause
  /** See recordPayment. */
  readonly asksFirst?: boolean
}

export interface ChargeToPrepare {
  readonly row: NewCharge
  readonly providerRequestId: string
  readonly client?: ClientInput | null | undefined
}

/**
 * Prepares the provider's request for a charge, or says what the provider's format does not accept. A change of the
 * consumer's details must not prevent a charge that the consumer agreed to: if the provider does not accept the current
 * details, the request has those of the agreement.
 */
export async function prepareCharge(
  deps: Deps,
  sql: Sql,
  provider: Provider,
  { row: agreement, instrument, consumer }: LoadedAgreement,
  { row, providerRequestId, client }: ChargeToPrepare,
) {
  if (agreement.providerReference === null)
    return invalidState(
      agreement.status,
      "The provider has not confirmed the agreement's id yet. Send the request again after a moment.",
    )
  const command = {
    verb: 'createCharge',
    providerKey: providerRequestId,
    sentReference: providerRequestId,
    agreementReference: agreement.providerReference,
    consumer: consumerDetails(deps, consumer),
    instrument: instrument && { token: openToken(deps.vault, consumer, instrument), brand: instrument.brand },
    paymentMethod: agreement.paymentMethod,
    amount: amountOf(row),
    captureMode: row.captureMode,
    initiator: row.initiator,
    reason: row.reason === 'INITIAL' ? 'UNSCHEDULED' : row.reason,
    description: row.description,
    returnUrl: row.returnUrl === null ? null : returnLink(deps, row.id),
    client: clientDetails(client),
    webhooksUrl: webhooksUrl(deps, agreement),
    creation: null,
  } as const
  const prepared = provider.prepare(command)
  if (prepared.ok || !refusesConsumer(prepared.error)) return prepared
  const providerRequest = await findProviderRequest(sql, creationRequestId(agreement.id))
  const creation = providerRequest && openRequest(deps.vault, consumer, providerRequest)
  return creation ? provider.prepare({ ...command, creation }) : prepared
}

function refusesConsumer(error: PrepareRefusal): boolean {
  return error.code === 'INVALID_INPUT' && error.issues.some(({ path }) => path[0] === 'consumerId')
}

function amountOf({ amount, currency }: Pick<NewCharge, 'amount' | 'currency'>): Money {
  return { value: amount, currency }
}
