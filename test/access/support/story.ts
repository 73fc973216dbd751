import { randomUUID } from 'node:crypto'
import { newId } from '../../../src/base/id.ts'
import type { Tenant } from '../../../src/domain/enums.ts'
import { clientTokenCreate } from '../../../src/operations/access/client-tokens.ts'
import { keepApiKey, newApiKey } from '../../../src/operations/api-key/secret.ts'
import { entryOf } from '../../../src/operations/audit/entry.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { consumerCreate } from '../../../src/operations/consumer/create.ts'
import { encryptCredentials } from '../../../src/operations/provider-account/credentials.ts'
import { encryptSecrets, newSecret } from '../../../src/operations/webhook-endpoint/secrets.ts'
import type { ProviderConfig } from '../../../src/providers/port/account.ts'
import { recordAudit } from '../../../src/store/audit/repository.ts'
import { accountLock, putAccount } from '../../../src/store/provider-account/repository.ts'
import type { ProviderAccountRow } from '../../../src/store/tables.ts'
import {
  addAgreement,
  addCharge,
  addInstrument,
  addOperation,
  addProviderEvent,
  addProviderRequest,
  addRevocation,
} from '../../schema/support/rows.ts'
import { addOccurrence, addSchedule } from '../../schema/support/schedule-rows.ts'
import { addWebhookDelivery, addWebhookEndpoint } from '../../schema/support/webhook-rows.ts'
import { append, newEvent, untilReadable } from '../../support/database/log-events.ts'
import { mustSucceed } from '../../support/world/story.ts'

/** One object of each type, and the texts by which they can be found. */
export interface Story {
  /** By the name of the type that implements Node. */
  readonly ids: Readonly<Record<string, string>>
  /** By the name of each other type that an id names. */
  readonly otherIds: Readonly<Record<string, string>>
  readonly cursor: string
  /** Of a client token: not an object of the graph. */
  readonly tokenId: string
  readonly reference: string
  readonly email: string
  readonly eventType: string
  /** The consumer's: nothing can be found by it. */
  readonly name: string
}

/** A consumer with everything that hangs on them. */
export async function addStory(deps: Deps, caller: Caller): Promise<Story> {
  const { database, cursors } = deps
  const { tenant } = caller
  const reference = `reference-${randomUUID()}`
  const email = `${randomUUID()}@shop.example`
  const eventType = `EVENT_${randomUUID()}`
  const name = `Ada ${randomUUID()}`
  const personal = { idempotencyKey: randomUUID(), country: 'US', name, email, reference }
  const { consumer } = mustSucceed(await consumerCreate(deps, caller, personal))
  const instrument = await addInstrument(database, consumer)
  const agreement = await addAgreement(database, consumer, {
    instrumentId: instrument.id,
    reference,
    needsAttention: true,
  })
  const revocation = await addRevocation(database, agreement)
  const schedule = await addSchedule(database, agreement, { reference })
  const occurrence = await addOccurrence(database, schedule)
  const of = { scheduleId: schedule.id, occurrenceId: occurrence.id, reference, needsAttention: true }
  const charge = await addCharge(database, agreement, of)
  const authorization = await addOperation(database, charge, 'AUTHORIZATION')
  const capture = await addOperation(database, charge, 'CAPTURE', { amount: 600n })
  const refund = await addOperation(database, charge, 'REFUND', { amount: 1n })
  const voided = await addOperation(database, charge, 'VOID', { amount: 100n })
  await addProviderRequest(database, charge)
  const about = { subjectType: 'Charge', subjectId: charge.id } as const
  const providerEvent = await addProviderEvent(database, tenant, { ...about, type: eventType })
  const event = newEvent(tenant, { ...about, consumerId: consumer.id, agreementId: agreement.id, status: 'CAPTURED' })
  const endpointId = newId('webhookEndpoint', new Date())
  const encryptedSecrets = encryptSecrets(deps.vault, endpointId, [{ secret: newSecret() }])
  const endpoint = await addWebhookEndpoint(database, tenant, { id: endpointId, encryptedSecrets })
  const delivery = await addWebhookDelivery(database, endpoint, { eventId: event.id })
  const apiKey = await keepApiKey(database, newApiKey(tenant.mode), { tenant, scopes: ['read'], now: new Date() })
  const providerAccount = await addProviderAccount(deps, tenant)
  const snapshotXmin = await append(database, [event])
  const { tokenId } = mustSucceed(await clientTokenCreate(deps, caller, { consumerId: consumer.id }))
  const auditEntry = await addAuditEntry(deps, caller, charge.id)
  await untilReadable(database)
  return {
    tokenId,
    ids: {
      Consumer: consumer.id,
      Agreement: agreement.id,
      Instrument: instrument.id,
      Revocation: revocation.id,
      Charge: charge.id,
      Authorization: authorization.id,
      Capture: capture.id,
      Refund: refund.id,
      VoidOperation: voided.id,
      Schedule: schedule.id,
      Occurrence: occurrence.id,
      ProviderEvent: providerEvent.id,
      LogEvent: event.id,
      WebhookEndpoint: endpoint.id,
      WebhookDelivery: delivery.id,
    },
    otherIds: { ApiKey: apiKey.id, AuditEntry: auditEntry, ProviderAccount: providerAccount.id },
    cursor: cursors.encode(tenant, { kind: 'object', snapshotXmin, id: charge.id, version: 1 }),
    reference,
    email,
    eventType,
    name,
  }
}

async function addAuditEntry({ database, clock }: Deps, caller: Caller, objectId: string): Promise<string> {
  const action = { action: 'chargeCapture', objectId, reason: null, requestId: 'request-1' }
  const entry = { ...entryOf(caller, action, clock.now()), outcome: 'DONE', code: null } as const
  await recordAudit(database, [entry])
  return entry.id
}

/** At APS, so that agreements at PPRO are still made on the gateway's account. */
async function addProviderAccount({ database, vault }: Deps, tenant: Tenant): Promise<ProviderAccountRow> {
  const now = new Date()
  const id = newId('providerAccount', now)
  const name = `merchant${randomUUID()}`
  const address = 'http://127.0.0.1:9'
  const config: ProviderConfig = {
    ...{ provider: 'APS', simulated: false, mode: tenant.mode, apiUrl: address, pageUrl: address, shaType: 'SHA-256' },
    ...{ merchantIdentifier: name, accessCode: 'code', shaRequestPhrase: 'request', shaResponsePhrase: 'response' },
  }
  const account = { id, ...tenant, provider: 'APS', name, accessCodeLast4: 'code', overlapUntil: null } as const
  const encryptedCredentials = encryptCredentials(vault, id, config)
  return database.transaction(sql => putAccount(sql, { ...account, encryptedCredentials }, now), {
    locks: [accountLock(tenant, 'APS')],
  })
}

const TIME_LENGTH = 'con_'.length + 10

/** Every text that only this story has. */
export function textsOf({ ids, otherIds, tokenId, cursor, reference, email, eventType, name }: Story): string[] {
  return [...Object.values(ids), ...Object.values(otherIds), tokenId, cursor, reference, email, eventType, name]
}

/** Objects that nobody has. Their ids have the same time, so that they have the same place in a list. */
export function unknownLike({ ids, otherIds, tokenId }: Story, { cursors }: Deps): Story {
  const nobody: Tenant = { merchantId: newId('merchant', new Date()), mode: 'TEST' }
  const unknownId = (id: string) => id.slice(0, TIME_LENGTH) + newId('charge', new Date()).slice(TIME_LENGTH)
  const unknownIds = (known: Story['ids']) =>
    Object.fromEntries(Object.entries(known).map(([type, id]) => [type, unknownId(id)]))
  return {
    tokenId: unknownId(tokenId),
    ids: unknownIds(ids),
    otherIds: unknownIds(otherIds),
    cursor: cursors.encode(nobody, {
      kind: 'object',
      snapshotXmin: 1n,
      id: unknownId(ids['Charge'] ?? ''),
      version: 1,
    }),
    reference: `reference-${randomUUID()}`,
    email: `${randomUUID()}@shop.example`,
    eventType: `EVENT_${randomUUID()}`,
    name: `Ada ${randomUUID()}`,
  }
}
