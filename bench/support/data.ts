import type { Vault } from '../../src/base/encryption.ts'
import { newId } from '../../src/base/id.ts'
import type { Tenant } from '../../src/domain/enums.ts'
import { newHolder } from '../../src/store/consumer/data-keys.ts'
import { encryptPersonalData } from '../../src/store/consumer/personal-data.ts'
import type { NewRow } from '../../src/store/sql/columns.ts'
import type { Database } from '../../src/store/sql/database.ts'
import { insert, write } from '../../src/store/sql/write.ts'
import { agreements, chargeOperations, charges, consumers } from '../../src/store/tables.ts'

export interface Rows {
  readonly agreementIds: readonly string[]
  /** Of each agreement. */
  readonly consumerIds: readonly string[]
  readonly chargeIds: readonly string[]
}

interface Size {
  readonly agreements: number
  readonly chargesPerAgreement: number
}

/** The time of the first row; each row is a millisecond after the one before, as ids sort by time. */
const START = Date.parse('2026-01-01T00:00:00.000Z')
const AGREEMENTS_AT_ONCE = 100

/** Fills the tables with a year of a merchant: each agreement with its consumer, each charge captured. */
export async function fillTables(database: Database, vault: Vault, tenant: Tenant, size: Size): Promise<Rows> {
  let latest = START
  const nextInstant = () => new Date(++latest)
  const agreementIds: string[] = []
  const consumerIds: string[] = []
  const chargeIds: string[] = []
  for (let made = 0; made < size.agreements; made += AGREEMENTS_AT_ONCE) {
    const stories = Array.from({ length: Math.min(AGREEMENTS_AT_ONCE, size.agreements - made) }, (_, index) => {
      const number = made + index
      const { consumer, key } = consumerRow(vault, tenant, number, nextInstant())
      const agreement = agreementRow(consumer, number, nextInstant())
      const under = Array.from({ length: size.chargesPerAgreement }, () => chargeRow(agreement, nextInstant()))
      return { consumer, key, agreement, under }
    })
    const allCharges = stories.flatMap(({ under }) => under)
    await write(database, [
      insert(
        consumers,
        stories.map(({ consumer }) => consumer),
      ),
      ...stories.map(({ key }) => key),
    ])
    await write(database, [
      insert(
        agreements,
        stories.map(({ agreement }) => agreement),
      ),
    ])
    if (allCharges.length > 0) {
      await write(database, [insert(charges, allCharges)])
      await write(database, [insert(chargeOperations, allCharges.flatMap(operationRows))])
    }
    agreementIds.push(...stories.map(({ agreement }) => agreement.id))
    consumerIds.push(...stories.map(({ consumer }) => consumer.id))
    chargeIds.push(...allCharges.map(({ id }) => id))
  }
  await database.pool.query('VACUUM ANALYZE')
  return { agreementIds, consumerIds, chargeIds }
}

function consumerRow(vault: Vault, tenant: Tenant, number: number, now: Date) {
  const nothing = { phone: null, birthDate: null, taxId: null, billingAddress: null }
  const whose = { id: newId('consumer', now), ...tenant }
  const { holder, write: key } = newHolder(vault, whose, now)
  const consumer: NewRow<typeof consumers> = {
    ...whose,
    version: 1,
    reference: `customer-${number}`,
    country: 'US',
    locale: 'en-US',
    encryptedPersonal: encryptPersonalData(vault, holder, {
      name: 'John Smith',
      email: `john-${number}@example.com`,
      ...nothing,
    }),
    emailHash: null,
    metadata: null,
    erasedAt: null,
    createdAt: now,
    updatedAt: now,
  }
  return { consumer, key }
}

function agreementRow(consumer: NewRow<typeof consumers>, number: number, now: Date): NewRow<typeof agreements> {
  return {
    id: newId('agreement', now),
    merchantId: consumer.merchantId,
    mode: consumer.mode,
    version: 3,
    consumerId: consumer.id,
    provider: 'PPRO',
    providerAccountId: null,
    paymentMethod: 'AMAZON_PAY',
    status: 'ACTIVE',
    reference: `subscription-${number}`,
    description: 'The monthly plan',
    agreedAmount: 100_000n,
    agreedCurrency: 'USD',
    amountRule: 'MAX',
    intervalUnit: 'MONTH',
    intervalCount: 1,
    chargeCount: null,
    startsAt: null,
    endsAt: null,
    returnUrl: 'https://shop.example/done',
    authenticationMethods: [],
    instrumentId: null,
    failure: null,
    revokeRequestedAt: null,
    providerReference: `agr_${newId('agreement', now).slice(4)}`,
    metadata: null,
    needsAttention: false,
    awaitedUntil: null,
    encryptedClientIp: null,
    reconcileAt: null,
    createdAt: now,
    updatedAt: now,
  }
}

function chargeRow(agreement: NewRow<typeof agreements>, now: Date): NewRow<typeof charges> {
  const id = newId('charge', now)
  return {
    id,
    merchantId: agreement.merchantId,
    mode: agreement.mode,
    version: 2,
    agreementId: agreement.id,
    consumerId: agreement.consumerId,
    provider: 'PPRO',
    providerAccountId: null,
    paymentMethod: 'AMAZON_PAY',
    status: 'CAPTURED',
    amount: 1_999n,
    currency: 'USD',
    captureMode: 'AUTOMATIC',
    initiator: 'MERCHANT',
    reason: 'UNSCHEDULED',
    scheduleId: null,
    occurrenceId: null,
    retryOfId: null,
    attemptNumber: 1,
    reference: `invoice-${id.slice(-8)}`,
    description: 'The monthly plan',
    authenticationMethods: [],
    returnUrl: null,
    failure: null,
    captureBefore: null,
    needsAttention: false,
    reconcileAt: null,
    providerReference: `provider-${id}`,
    metadata: null,
    createdAt: now,
    updatedAt: now,
  }
}

function operationRows(charge: NewRow<typeof charges>): NewRow<typeof chargeOperations>[] {
  const kinds = [
    ['AUTHORIZATION', 'authorization'],
    ['CAPTURE', 'capture'],
  ] as const
  return kinds.map(([kind, idKind]) => ({
    id: newId(idKind, charge.createdAt),
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
    providerReference: `${charge.providerReference}-${idKind}`,
    createdAt: charge.createdAt,
    updatedAt: charge.createdAt,
  }))
}
