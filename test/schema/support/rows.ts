import type { Vault } from '../../../src/base/encryption.ts'
import { newId } from '../../../src/base/id.ts'
import type { OperationKind, Tenant } from '../../../src/domain/enums.ts'
import { encryptPersonalData, type PersonalData } from '../../../src/store/consumer/personal-data.ts'
import type { NewRow } from '../../../src/store/sql/columns.ts'
import type { Sql } from '../../../src/store/sql/database.ts'
import { insert, write } from '../../../src/store/sql/write.ts'
import {
  agreements,
  chargeOperations,
  charges,
  consumers,
  instruments,
  providerEvents,
  providerRequests,
  revocations,
} from '../../../src/store/tables.ts'
import { encryptBody } from '../../../src/store/webhook/body.ts'

// Rows as the store keeps them, inserted without the flow of a charge: reads are tested on any state.

/** A millisecond apart, so that ids sort in the order of creation. */
let latest = Date.parse('2026-03-01T09:00:00.000Z')
export function nextInstant(): Date {
  latest += 1
  return new Date(latest)
}

type Given<T> = Partial<T>
export type NewConsumer = NewRow<typeof consumers>
export type NewAgreement = NewRow<typeof agreements>
export type NewCharge = NewRow<typeof charges>
export type NewOperation = NewRow<typeof chargeOperations>

export async function addConsumer(sql: Sql, tenant: Tenant, given: Given<NewConsumer> = {}): Promise<NewConsumer> {
  const now = nextInstant()
  const row: NewConsumer = {
    id: newId('consumer', now),
    ...tenant,
    version: 1,
    reference: null,
    country: 'US',
    locale: null,
    encryptedPersonal: null,
    emailHash: null,
    metadata: null,
    erasedAt: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  }
  await write(sql, [insert(consumers, [row])])
  return row
}

/** For `addConsumer`: an id, and personal data encrypted for it. */
export function givenPersonal(vault: Vault, data: PersonalData) {
  const id = newId('consumer', nextInstant())
  return { id, encryptedPersonal: encryptPersonalData(vault, { id, dataKey: null }, data) }
}

export async function addAgreement(
  sql: Sql,
  consumer: Pick<NewConsumer, 'id' | 'merchantId' | 'mode'>,
  given: Given<NewAgreement> = {},
): Promise<NewAgreement> {
  const now = nextInstant()
  const row: NewAgreement = {
    id: newId('agreement', now),
    merchantId: consumer.merchantId,
    mode: consumer.mode,
    version: 1,
    consumerId: consumer.id,
    provider: 'PPRO',
    providerAccountId: null,
    paymentMethod: 'AMAZON_PAY',
    status: 'ACTIVE',
    reference: null,
    description: null,
    agreedAmount: null,
    agreedCurrency: null,
    amountRule: 'VARIABLE',
    intervalUnit: null,
    intervalCount: null,
    chargeCount: null,
    startsAt: null,
    endsAt: null,
    returnUrl: null,
    authenticationMethods: [],
    instrumentId: null,
    failure: null,
    revokeRequestedAt: null,
    providerReference: null,
    metadata: null,
    needsAttention: false,
    awaitedUntil: null,
    encryptedClientIp: null,
    reconcileAt: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  }
  await write(sql, [insert(agreements, [row])])
  return row
}

export async function addCharge(sql: Sql, agreement: NewAgreement, given: Given<NewCharge> = {}): Promise<NewCharge> {
  const now = nextInstant()
  const row: NewCharge = {
    id: newId('charge', now),
    merchantId: agreement.merchantId,
    mode: agreement.mode,
    version: 1,
    agreementId: agreement.id,
    consumerId: agreement.consumerId,
    provider: agreement.provider,
    providerAccountId: agreement.providerAccountId,
    paymentMethod: agreement.paymentMethod,
    status: 'CAPTURED',
    amount: 1_000n,
    currency: 'USD',
    captureMode: 'AUTOMATIC',
    initiator: 'MERCHANT',
    reason: 'UNSCHEDULED',
    scheduleId: null,
    occurrenceId: null,
    retryOfId: null,
    attemptNumber: 1,
    reference: null,
    description: null,
    returnUrl: null,
    authenticationMethods: [],
    failure: null,
    captureBefore: null,
    needsAttention: false,
    reconcileAt: null,
    providerReference: null,
    metadata: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  }
  await write(sql, [insert(charges, [row])])
  return row
}

const idKinds = { AUTHORIZATION: 'authorization', CAPTURE: 'capture', REFUND: 'refund', VOID: 'void' } as const

export async function addOperation(
  sql: Sql,
  charge: NewCharge,
  kind: OperationKind,
  given: Given<NewOperation> = {},
): Promise<NewOperation> {
  const now = nextInstant()
  const row: NewOperation = {
    id: newId(idKinds[kind], now),
    merchantId: charge.merchantId,
    mode: charge.mode,
    chargeId: charge.id,
    kind,
    amount: charge.amount,
    currency: charge.currency,
    status: 'SUCCEEDED',
    failure: null,
    reference: null,
    reason: null,
    providerReference: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  }
  await write(sql, [insert(chargeOperations, [row])])
  return row
}

export async function addInstrument(sql: Sql, consumer: NewConsumer, given: Given<NewRow<typeof instruments>> = {}) {
  const now = nextInstant()
  const row: NewRow<typeof instruments> = {
    id: newId('instrument', now),
    merchantId: consumer.merchantId,
    mode: consumer.mode,
    consumerId: consumer.id,
    provider: 'PPRO',
    type: 'AMAZON_PAY',
    brand: null,
    last4: null,
    expiryMonth: null,
    expiryYear: null,
    encryptedToken: Buffer.from('an encrypted token'),
    createdAt: now,
    ...given,
  }
  await write(sql, [insert(instruments, [row])])
  return row
}

export async function addRevocation(sql: Sql, agreement: NewAgreement, given: Given<NewRow<typeof revocations>> = {}) {
  const now = nextInstant()
  const row: NewRow<typeof revocations> = {
    id: newId('revocation', now),
    merchantId: agreement.merchantId,
    mode: agreement.mode,
    agreementId: agreement.id,
    status: 'SUCCEEDED',
    failure: null,
    requestedBy: 'MERCHANT',
    reason: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  }
  await write(sql, [insert(revocations, [row])])
  return row
}

/** For `addProviderEvent`: an id, and a body encrypted for it. */
export function givenBody(vault: Vault, body: string) {
  const id = newId('providerEvent', nextInstant())
  return { id, encryptedBody: encryptBody(vault, id, Buffer.from(body)) }
}

export async function addProviderEvent(
  sql: Sql,
  tenant: Tenant | null,
  given: Given<NewRow<typeof providerEvents>> = {},
) {
  const now = nextInstant()
  const id = newId('providerEvent', now)
  const row: NewRow<typeof providerEvents> = {
    id,
    provider: 'PPRO',
    providerAccountId: null,
    merchantId: tenant?.merchantId ?? null,
    mode: tenant?.mode ?? null,
    providerEventId: id,
    type: 'PAYMENT_CHARGE_SUCCESS',
    status: 'PROCESSED',
    deliveries: 1,
    providerReference: null,
    sentReference: null,
    subjectType: null,
    subjectId: null,
    consumerId: null,
    encryptedBody: null,
    error: null,
    tries: 0,
    nextTryAt: null,
    receivedAt: now,
    processedAt: null,
    ...given,
  }
  await write(sql, [insert(providerEvents, [row])])
  return row
}

export async function addProviderRequest(
  sql: Sql,
  charge: NewCharge,
  given: Given<NewRow<typeof providerRequests>> = {},
) {
  const now = nextInstant()
  const row: NewRow<typeof providerRequests> = {
    id: newId('providerRequest', now),
    merchantId: charge.merchantId,
    mode: charge.mode,
    provider: charge.provider,
    providerAccountId: charge.providerAccountId,
    purpose: 'CHARGE_CREATE',
    agreementId: charge.agreementId,
    chargeId: charge.id,
    operationId: null,
    revocationId: null,
    state: 'SETTLED',
    encryptedRequest: Buffer.from('an encrypted request'),
    firstSentAt: now,
    outcome: null,
    nextStatusQueryAt: null,
    statusQueries: 0,
    absentSince: null,
    fencingToken: 0,
    leaseUntil: null,
    settledAt: given.state === undefined || given.state === 'SETTLED' ? now : null,
    createdAt: now,
    ...given,
  }
  await write(sql, [insert(providerRequests, [row])])
  return row
}
