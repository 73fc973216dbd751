import type { Money } from '../../base/money.ts'
import type { UserError } from '../../domain/input/user-error.ts'
import type { PrepareRefusal, Provider } from '../../providers/port/provider.ts'
import { openToken } from '../../store/agreement/instruments.ts'
import type { LoadedAgreement } from '../../store/agreement/repository.ts'
import { newOperationId } from '../../store/charge/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { findProviderRequest } from '../../store/provider-request/find.ts'
import {
  creationRequestId,
  insertProviderRequest,
  newProviderRequestId,
  openRequest,
  type RequestTarget,
} from '../../store/provider-request/repository.ts'
import type { Sql, Transaction } from '../../store/sql/database.ts'
import { insert, type Write } from '../../store/sql/write.ts'
import type { AgreementRow } from '../../store/tables/agreement.ts'
import { charges } from '../../store/tables/charge.ts'
import { chargeOperations } from '../../store/tables/charge-operation.ts'
import { events } from '../../store/tables/event.ts'
import { invalidState } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ClientInput } from '../command/inputs.ts'
import { clientDetails } from '../consumer/client-details.ts'
import { consumerDetails } from '../consumer/details.ts'
import { returnLink } from '../hosted-page/return-link.ts'
import { leasedForSending } from '../provider-request/lease.ts'
import type { RecordedRequest } from '../provider-request/recorded-request.ts'
import { usableProvider } from '../provider-request/usable-provider.ts'
import { webhooksUrl } from '../webhook/url.ts'
import { checkAmountAndCapture } from './checks.ts'
import { authorizationOf, chargeCreated, type NewCharge } from './new.ts'
import { checkRetryBudget } from './retry-budget.ts'

export interface ChargeIntent {
  /** To be committed before the provider request is sent: the charge, its authorisation, the provider request and the event. */
  readonly writes: readonly Write[]
  readonly providerRequest: RecordedRequest
}

/** `limit` tells that nothing but the card networks' limits is in the way. */
type Intended =
  | { readonly ok: true; readonly intent: ChargeIntent }
  | { readonly ok: false; readonly error: UserError; readonly limit?: 'networks' }

/**
 * What is recorded before a charge is sent, whoever wants it: a caller or the scheduler. Or why its provider, the agreement
 * or the method does not take it, or the card's network bears no further provider request, decided before anything is recorded.
 *
 * @param locked The agreement, locked; that it can be charged at all has been checked.
 */
export async function chargeIntent(
  deps: Deps,
  sql: Transaction,
  by: Pick<Caller, 'tenant'>,
  locked: Pick<LoadedAgreement, 'row' | 'instrument' | 'consumer'>,
  { row, cause, client }: { row: NewCharge; cause: Cause; client?: ClientInput | null | undefined },
): Promise<Intended> {
  const { row: agreement } = locked
  const usable = usableProvider(deps, by, agreement.provider)
  if (!usable.ok) return usable
  const { provider } = usable
  const capability = provider.capabilities.find(({ paymentMethod }) => paymentMethod === agreement.paymentMethod)
  if (capability === undefined) throw new Error(`no capabilities are known of ${agreement.paymentMethod}`)
  const wrong = checkAmountAndCapture(agreement, capability, { ...row, amount: amountOf(row) })
  if (wrong) return wrong
  const providerRequestId = newProviderRequestId(cause.now)
  const prepared = await prepareCharge(deps, sql, provider, locked, { row, providerRequestId, client })
  if (!prepared.ok) return prepared
  const spent = await checkRetryBudget(sql, locked, { initiator: row.initiator, now: cause.now })
  if (spent) return { ...spent, limit: 'networks' }
  const operationId = newOperationId('AUTHORIZATION', cause.now)
  const target = targetOf(agreement, row, operationId)
  const { request } = prepared
  const writes = [
    insert(charges, [row]),
    insert(chargeOperations, [authorizationOf(row, operationId)]),
    insertProviderRequest(deps.vault, providerRequestId, target, request, leasedForSending(deps, cause.now)),
    insert(events, [chargeCreated(row, cause)]),
  ]
  return { ok: true, intent: { writes, providerRequest: { id: providerRequestId, target, provider, request } } }
}

export interface ChargeToPrepare {
  readonly row: NewCharge
  readonly providerRequestId: string
  readonly client?: ClientInput | null | undefined
}

/**
 * The request that a charge would be sent with, or what the provider's format refuses of it. What a consumer agreed to is
 * charged whatever becomes of their details: a provider that takes none of today's is sent those of the agreement.
 */
export async function prepareCharge(
  deps: Deps,
  sql: Sql,
  provider: Provider,
  { row: agreement, instrument, consumer }: Pick<LoadedAgreement, 'row' | 'instrument' | 'consumer'>,
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
    instrument: instrument && { token: openToken(deps.vault, instrument), brand: instrument.brand },
    paymentMethod: agreement.paymentMethod,
    amount: amountOf(row),
    captureMode: row.captureMode,
    initiator: row.initiator,
    reason: row.reason === 'INITIAL' ? 'UNSCHEDULED' : row.reason,
    description: row.description,
    returnUrl: row.returnUrl === null ? null : returnLink(deps, row.id),
    client: clientDetails(client),
    webhooksUrl: webhooksUrl(deps, agreement.provider),
    creation: null,
  } as const
  const prepared = provider.prepare(command)
  if (prepared.ok || !refusesConsumer(prepared.error)) return prepared
  const providerRequest = await findProviderRequest(sql, creationRequestId(agreement.id))
  return providerRequest
    ? provider.prepare({ ...command, creation: openRequest(deps.vault, providerRequest) })
    : prepared
}

function refusesConsumer(error: PrepareRefusal): boolean {
  return error.code === 'INVALID_INPUT' && error.issues.some(({ path }) => path[0] === 'consumerId')
}

function amountOf({ amount, currency }: Pick<NewCharge, 'amount' | 'currency'>): Money {
  return { value: amount, currency }
}

function targetOf(agreement: AgreementRow, { id, merchantId, mode }: NewCharge, operationId: string): RequestTarget {
  return {
    tenant: { merchantId, mode },
    provider: agreement.provider,
    purpose: 'CHARGE_CREATE',
    agreementId: agreement.id,
    chargeId: id,
    operationId,
    revocationId: null,
  }
}
