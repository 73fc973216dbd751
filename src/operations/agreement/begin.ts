import { refuse, type UserError } from '../../domain/input/user-error.ts'
import type { HostedSetUp } from '../../providers/port/hosted.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { type NewAgreement, newAgreementWrites } from '../../store/agreement/repository.ts'
import { newChargeWrites, newOperationId } from '../../store/charge/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { creationRequestId, newProviderRequestId } from '../../store/provider-request/repository.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { AgreementCreateInput } from '../command/inputs.ts'
import type { Recorded, Refused } from '../command/run.ts'
import { hostedStep } from '../hosted-page/link.ts'
import { type RecordedRequest, recordRequest } from '../provider-request/record.ts'
import { type CreationContext, clientIpOf, creationCommand, newAgreement, newInitialCharge } from './new.ts'

export interface Creation {
  readonly deps: Deps
  readonly caller: Caller
  readonly input: AgreementCreateInput
  readonly provider: Provider
  /** The account on which it is made. */
  readonly providerAccountId: string | null
  readonly context: Pick<CreationContext, 'consumer' | 'authenticationTypes' | 'client' | 'instrument'>
  readonly cause: Cause
}

export type BeginResult = Recorded | Refused<UserError>

/**
 * Prepares how an agreement begins: with a request to its provider, or with a page for its consumer. Writes and sends
 * nothing.
 */
export function beginAgreement(creation: Creation): BeginResult {
  const { hosted } = creation.provider
  return hosted ? awaitConsumer(creation, hosted) : sendAtOnce(creation)
}

/** The request is sent at once: the intent is recorded with the agreement. */
function sendAtOnce({ deps, caller, input, provider, providerAccountId, context, cause }: Creation): BeginResult {
  const { now } = cause
  const providerRequestId = newProviderRequestId(now)
  const row = newAgreement(caller, input, providerAccountId, now)
  const initialCharge = input.initialCharge ? newInitialCharge(row, input.initialCharge, now) : null
  const prepared = provider.prepare(creationCommand(deps, row, { ...context, initialCharge, providerRequestId }))
  if (!prepared.ok) return prepared
  const operationId = initialCharge && newOperationId('AUTHORIZATION', now)
  const providerRequest: RecordedRequest = {
    id: providerRequestId,
    provider,
    request: prepared.request,
    consumer: context.consumer,
    target: {
      tenant: caller.tenant,
      provider: input.provider,
      providerAccountId,
      purpose: 'AGREEMENT_CREATE',
      agreementId: row.id,
      chargeId: initialCharge?.id ?? null,
      operationId,
    },
  }
  return {
    ok: true,
    id: row.id,
    writes: [
      ...newAgreementWrites(row, cause),
      ...(initialCharge && operationId ? newChargeWrites(initialCharge, operationId, cause) : []),
      recordRequest(deps, providerRequest, now),
    ],
    providerRequest,
  }
}

/** Nothing is sent, and no provider request exists, before the consumer has given a means of payment. */
function awaitConsumer(
  { deps, caller, input, providerAccountId, context, cause }: Creation,
  hosted: HostedSetUp,
): BeginResult {
  const { now } = cause
  const made = newAgreement(caller, input, providerAccountId, now)
  const { methods, awaitedUntil } = hostedStep(deps, made.id, now)
  const waiting = { status: 'AUTHENTICATION_PENDING', authenticationMethods: methods } as const
  const encryptedClientIp = context.client?.ip
    ? deps.vault.encrypt(clientIpOf(made), context.consumer, context.client.ip)
    : null
  const row: NewAgreement = { ...made, ...waiting, awaitedUntil, encryptedClientIp }
  const initialCharge = input.initialCharge ? newInitialCharge(row, input.initialCharge, now) : null
  const providerRequestId = creationRequestId(row.id)
  const refused = hosted.check(creationCommand(deps, row, { ...context, initialCharge, providerRequestId }))
  if (refused) return refuse(refused)
  const charged = initialCharge
    ? newChargeWrites({ ...initialCharge, ...waiting }, newOperationId('AUTHORIZATION', now), cause)
    : []
  return { ok: true, id: row.id, writes: [...newAgreementWrites(row, cause), ...charged] }
}
