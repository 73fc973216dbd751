import { newId } from '../../base/id.ts'
import type { JsonObject } from '../../base/text/json.ts'
import type { AuthenticationType } from '../../domain/enums.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'
import type { ClientDetails, CommandIdentity, CreateAgreementCommand } from '../../providers/port/provider.ts'
import type { AgreementConsumer, NewAgreement } from '../../store/agreement/repository.ts'
import type { NewCharge } from '../../store/charge/repository.ts'
import { chargeUnder } from '../charge/intent.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { AgreementCreateInput } from '../command/inputs.ts'
import { consumerDetails } from '../consumer/details.ts'
import { returnLink } from '../hosted-page/return-link.ts'
import { webhooksUrl } from '../webhook/url.ts'

export function newAgreement(
  { tenant }: Caller,
  input: AgreementCreateInput,
  providerAccountId: string | null,
  now: Date,
) {
  return {
    id: newId('agreement', now),
    ...tenant,
    version: 1,
    consumerId: input.consumerId,
    provider: input.provider,
    providerAccountId,
    paymentMethod: input.paymentMethod,
    status: 'INITIALIZING',
    reference: input.reference ?? null,
    description: input.description ?? null,
    agreedAmount: input.agreedAmount?.value ?? null,
    agreedCurrency: input.agreedAmount?.currency ?? null,
    amountRule: input.amountRule ?? 'VARIABLE',
    intervalUnit: input.frequency?.interval ?? null,
    intervalCount: input.frequency ? (input.frequency.intervalCount ?? 1) : null,
    chargeCount: input.chargeCount ?? null,
    startsAt: input.startsAt ?? null,
    endsAt: input.endsAt ?? null,
    returnUrl: input.returnUrl ?? null,
    authenticationMethods: [],
    instrumentId: null,
    failure: null,
    revokeRequestedAt: null,
    providerReference: null,
    metadata: (input.metadata as JsonObject | null | undefined) ?? null,
    needsAttention: false,
    awaitedUntil: null,
    encryptedClientIp: null,
    reconcileAt: null,
    createdAt: now,
    updatedAt: now,
  } satisfies NewAgreement
}

/** Where an agreement's client address is stored. */
export function clientIpOf({ id }: Pick<NewAgreement, 'id'>) {
  return { column: 'agreements.encrypted_client_ip', id } as const
}

/** The charge that is made together with its agreement, if the input has one. */
export function newInitialCharge(
  agreement: NewAgreement,
  input: NonNullable<AgreementCreateInput['initialCharge']>,
  now: Date,
): NewCharge {
  return {
    ...chargeUnder(agreement, now),
    amount: input.amount.value,
    currency: input.amount.currency,
    captureMode: input.captureMode ?? 'AUTOMATIC',
    initiator: 'CONSUMER',
    reason: 'INITIAL',
    retryOfId: null,
    attemptNumber: 1,
    reference: input.reference ?? null,
    description: input.description ?? null,
    returnUrl: null,
    metadata: null,
  }
}

/** What a creation needs besides the content of its rows. */
export interface CreationContext {
  readonly consumer: AgreementConsumer
  /** The caller's choice among the method's types. If empty, the adapter requests what every browser supports. */
  readonly authenticationTypes: readonly AuthenticationType[]
  readonly initialCharge: Pick<NewCharge, 'amount' | 'currency' | 'captureMode' | 'description'> | null
  readonly providerRequestId: string
  readonly client: ClientDetails | null
  /** What the consumer has given already, see HostedSetUp. */
  readonly instrument: InstrumentReport | null
}

/** The command for the provider. */
export function creationCommand(
  deps: Deps,
  agreement: NewAgreement,
  context: CreationContext,
): CommandIdentity & CreateAgreementCommand {
  const { initialCharge, providerRequestId } = context
  const { agreedAmount, agreedCurrency, intervalUnit } = agreement
  return {
    verb: 'createAgreement',
    providerKey: providerRequestId,
    sentReference: providerRequestId,
    paymentMethod: agreement.paymentMethod,
    consumer: consumerDetails(deps, context.consumer),
    returnUrl: agreement.returnUrl === null ? null : returnLink(deps, agreement.id),
    authenticationTypes: context.authenticationTypes,
    description: agreement.description,
    agreedAmount:
      agreedAmount === null || agreedCurrency === null ? null : { value: agreedAmount, currency: agreedCurrency },
    amountRule: agreement.amountRule,
    frequency: intervalUnit === null ? null : { interval: intervalUnit, intervalCount: agreement.intervalCount ?? 1 },
    chargeCount: agreement.chargeCount,
    startsAt: agreement.startsAt,
    endsAt: agreement.endsAt,
    initialCharge: initialCharge && {
      amount: { value: initialCharge.amount, currency: initialCharge.currency },
      captureMode: initialCharge.captureMode,
      description: initialCharge.description,
      sentReference: providerRequestId,
    },
    client: context.client,
    webhooksUrl: webhooksUrl(deps, agreement),
    instrument: context.instrument,
  }
}
