import { newId } from '../../src/base/id.ts'
import type { Tenant } from '../../src/domain/vocabulary.ts'
import type { NewRow } from '../../src/store/columns.ts'
import type { Sql } from '../../src/store/database.ts'
import { agreements } from '../../src/store/tables/agreement.ts'
import { charges } from '../../src/store/tables/charge.ts'
import { consumers } from '../../src/store/tables/consumer.ts'
import { insert, write } from '../../src/store/write.ts'

/** Rows as the store writes them, without what brings them about in the gateway: for tests of what only reads them. */
export interface BillingRows {
  readonly consumer: NewRow<typeof consumers>
  readonly agreement: NewRow<typeof agreements>
  readonly charge: NewRow<typeof charges>
}

/** A consumer with an active agreement and an authorised charge, all of version 1. */
export async function insertBillingRows(sql: Sql, tenant: Tenant): Promise<BillingRows> {
  const now = new Date()
  const common = { ...tenant, version: 1, reference: null, metadata: null, createdAt: now, updatedAt: now }
  const consumer = {
    ...common,
    id: newId('consumer', now),
    country: 'DE',
    locale: null,
    sealedPersonal: null,
    emailHash: null,
  }
  const payable = {
    ...common,
    consumerId: consumer.id,
    provider: 'PPRO' as const,
    paymentMethod: 'AMAZON_PAY',
    description: null,
    authenticationMethods: [],
    returnUrl: null,
    failure: null,
    providerReference: null,
    needsAttention: false,
  }
  const agreement: NewRow<typeof agreements> = {
    ...payable,
    id: newId('agreement', now),
    status: 'ACTIVE',
    agreedAmount: null,
    agreedCurrency: null,
    amountRule: 'VARIABLE',
    intervalUnit: null,
    intervalCount: null,
    chargeCount: null,
    startsAt: null,
    endsAt: null,
    instrumentId: null,
    revokeRequestedAt: null,
  }
  const charge: NewRow<typeof charges> = {
    ...payable,
    id: newId('charge', now),
    agreementId: agreement.id,
    status: 'AUTHORIZED',
    amount: 1_000n,
    currency: 'EUR',
    captureMode: 'MANUAL',
    initiator: 'MERCHANT',
    reason: 'UNSCHEDULED',
    retryOfId: null,
    tryNumber: 1,
    captureBefore: null,
  }
  await write(sql, [insert(consumers, [consumer])])
  await write(sql, [insert(agreements, [agreement])])
  await write(sql, [insert(charges, [charge])])
  return { consumer, agreement, charge }
}
