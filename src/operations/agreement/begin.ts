import type { UserError } from '../../domain/input/user-error.ts'
import type { HostedSetUp } from '../../providers/port/hosted.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { newOperationId } from '../../store/charge/repository.ts'
import {
  creationRequestId,
  insertProviderRequest,
  newProviderRequestId,
  type RequestTarget,
} from '../../store/provider-request/repository.ts'
import { insert, type Write } from '../../store/sql/write.ts'
import { agreements } from '../../store/tables/agreement.ts'
import { charges } from '../../store/tables/charge.ts'
import { chargeOperations } from '../../store/tables/charge-operation.ts'
import { events } from '../../store/tables/event.ts'
import { authorizationOf, chargeCreated, type NewCharge } from '../charge/new.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { AgreementCreateInput } from '../command/inputs.ts'
import { hostedStep } from '../hosted-page/link.ts'
import { leasedForSending } from '../provider-request/lease.ts'
import type { RecordedRequest } from '../provider-request/recorded-request.ts'
import {
  agreementCreated,
  type CreationContext,
  creationCommand,
  type NewAgreement,
  newAgreement,
  newInitialCharge,
} from './new.ts'

export interface Creation {
  readonly deps: Deps
  readonly caller: Caller
  readonly input: AgreementCreateInput
  readonly provider: Provider
  readonly context: Pick<CreationContext, 'consumer' | 'authenticationTypes' | 'client' | 'instrument'>
  readonly now: Date
}

export type Begun =
  | { readonly row: NewAgreement; readonly providerRequest: RecordedRequest | null; readonly writes: readonly Write[] }
  | { readonly refused: UserError }

/** How an agreement begins: with a request to its provider, or with its consumer. Nothing is written or sent here. */
export function beginAgreement(creation: Creation): Begun {
  const { hosted } = creation.provider
  return hosted ? awaitConsumer(creation, hosted) : sendAtOnce(creation)
}

/** The provider is asked now: the intent is recorded with the agreement. */
function sendAtOnce({ deps, caller, input, provider, context, now }: Creation): Begun {
  const providerRequestId = newProviderRequestId(now)
  const row = newAgreement(caller, input, now)
  const initialCharge = input.initialCharge ? newInitialCharge(row, input.initialCharge, now) : null
  const prepared = provider.prepare(creationCommand(deps, row, { ...context, initialCharge, providerRequestId }))
  if (!prepared.ok) return { refused: prepared.error }
  const operationId = initialCharge && newOperationId('AUTHORIZATION', now)
  const target: RequestTarget = {
    tenant: caller.tenant,
    provider: input.provider,
    purpose: 'AGREEMENT_CREATE',
    agreementId: row.id,
    chargeId: initialCharge?.id ?? null,
    operationId,
    revocationId: null,
  }
  return {
    row,
    providerRequest: { id: providerRequestId, target, provider, request: prepared.request },
    writes: [
      ...recordedWrites(row, initialCharge, operationId, caller),
      insertProviderRequest(deps.vault, providerRequestId, target, prepared.request, leasedForSending(deps, now)),
    ],
  }
}

/** The consumer has to come first: nothing is sent, and no provider request exists, before they have given a means of payment. */
function awaitConsumer({ deps, caller, input, context, now }: Creation, hosted: HostedSetUp): Begun {
  const made = newAgreement(caller, input, now)
  const { methods, awaitedUntil } = hostedStep(deps, made.id, now)
  const row: NewAgreement = {
    ...made,
    status: 'AUTHENTICATION_PENDING',
    authenticationMethods: methods,
    awaitedUntil,
    encryptedClientIp: context.client?.ip ? deps.vault.encrypt('personal', context.client.ip) : null,
  }
  const asked = input.initialCharge ? newInitialCharge(row, input.initialCharge, now) : null
  const providerRequestId = creationRequestId(row.id)
  const refused = hosted.check(creationCommand(deps, row, { ...context, initialCharge: asked, providerRequestId }))
  if (refused) return { refused }
  const waiting: NewCharge | null = asked && {
    ...asked,
    status: 'AUTHENTICATION_PENDING',
    authenticationMethods: methods,
  }
  const operationId = waiting && newOperationId('AUTHORIZATION', now)
  return { row, providerRequest: null, writes: recordedWrites(row, waiting, operationId, caller) }
}

function recordedWrites(
  row: NewAgreement,
  charge: NewCharge | null,
  operationId: string | null,
  caller: Caller,
): Write[] {
  if (charge === null || operationId === null)
    return [insert(agreements, [row]), insert(events, [agreementCreated(row, caller)])]
  return [
    insert(agreements, [row]),
    insert(charges, [charge]),
    insert(chargeOperations, [authorizationOf(charge, operationId)]),
    insert(events, [
      agreementCreated(row, caller),
      chargeCreated(charge, { source: 'API', actor: caller.actor, now: charge.createdAt }),
    ]),
  ]
}
