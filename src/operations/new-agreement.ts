import { newId } from '../base/id.ts'
import type { JsonObject } from '../base/json.ts'
import type { PaymentMethodCapability } from '../domain/capability.ts'
import type { CreateAgreementCommand } from '../providers/provider.ts'
import { agreementSubject } from '../store/agreement-books.ts'
import { eventRow } from '../store/event-rows.ts'
import type { PersonalData } from '../store/personal-data.ts'
import type { AgreementRow } from '../store/tables/agreement.ts'
import type { ConsumerRow } from '../store/tables/consumer.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'
import type { AgreementCreateInput } from './inputs.ts'
import { chargeUnder, type NewCharge } from './new-charge.ts'
import { returnLink } from './return-link.ts'
import { webhooksUrl } from './webhooks-url.ts'

/** An agreement as it is first recorded. */
export type NewAgreement = Omit<AgreementRow, 'logFloor'>

export function newAgreement({ tenant }: Caller, input: AgreementCreateInput, now: Date): NewAgreement {
  return {
    id: newId('agreement', now),
    ...tenant,
    version: 1,
    consumerId: input.consumerId,
    provider: input.provider,
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
    createdAt: now,
    updatedAt: now,
  }
}

/** The charge that is made together with its agreement, where one is asked for. */
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
    tryNumber: 1,
    reference: input.reference ?? null,
    description: input.description ?? null,
    returnUrl: null,
    metadata: null,
  }
}

export function agreementCreated(row: NewAgreement, caller: Caller) {
  return eventRow(
    agreementSubject(row),
    { source: 'API', actor: caller.actor, now: row.createdAt },
    {
      type: 'agreement.created',
      version: 1,
      change: true,
      previousStatus: null,
      status: row.status,
      data: { provider: row.provider, paymentMethod: row.paymentMethod },
    },
  )
}

/** What is asked of the provider. */
export function creationCommand(
  deps: Deps,
  agreement: NewAgreement,
  input: AgreementCreateInput,
  about: {
    readonly consumer: ConsumerRow
    readonly personal: PersonalData
    readonly capability: PaymentMethodCapability
    readonly initialCharge: NewCharge | null
    readonly attemptId: string
  },
): CreateAgreementCommand {
  const { consumer, personal, capability, initialCharge } = about
  const wanted = input.authenticationTypes
  return {
    verb: 'createAgreement',
    paymentMethod: agreement.paymentMethod,
    consumer: { reference: consumer.id, country: consumer.country, locale: consumer.locale, ...personal },
    returnUrl: agreement.returnUrl === null ? null : returnLink(deps, agreement.id),
    // None said: the adapter asks for what every browser can do.
    authenticationTypes: capability.authenticationTypes.filter(type => wanted?.includes(type)),
    description: agreement.description,
    agreedAmount: input.agreedAmount ?? null,
    amountRule: agreement.amountRule,
    frequency:
      agreement.intervalUnit === null
        ? null
        : { interval: agreement.intervalUnit, intervalCount: agreement.intervalCount ?? 1 },
    chargeCount: agreement.chargeCount,
    startsAt: agreement.startsAt,
    endsAt: agreement.endsAt,
    initialCharge:
      initialCharge === null
        ? null
        : {
            amount: { value: initialCharge.amount, currency: initialCharge.currency },
            captureMode: initialCharge.captureMode,
            description: initialCharge.description,
            sentReference: about.attemptId,
          },
    client: input.client ? { ip: input.client.ip ?? null, userAgent: input.client.userAgent ?? null } : null,
    webhooksUrl: webhooksUrl(deps, agreement.provider),
  }
}
