import type { JsonObject } from '../base/text/json.ts'
import type { AuthenticationMethod } from '../domain/agreement/authentication.ts'
import type { Failure } from '../domain/decline/failure.ts'
import type { WebhookTry } from '../domain/webhook-endpoint/delivery.ts'
import { Prisma } from './prisma/generated/browser.ts'
import type {
  Agreement,
  ApiKey,
  AuditEntry,
  Charge,
  ChargeOperation,
  ClientToken,
  ConsoleSession,
  Consumer,
  DataKey,
  Event,
  IdempotencyKey,
  Instrument,
  Occurrence,
  ProviderAccount,
  ProviderCall,
  ProviderEvent,
  ProviderRequest,
  Revocation,
  Schedule,
  WebhookDelivery,
  WebhookEndpoint,
} from './prisma/generated/client.ts'
import { type RowOf, table, without } from './sql/columns.ts'

// The tables that repositories write, and the types of their rows: Prisma's types, with the types of JSON columns.
// Columns that a change of the row does not write are left out, e.g. the lease, which the work queue writes.

export type AgreementRow = RowOf<
  Omit<Agreement, 'fencingToken' | 'leaseUntil'>,
  { authenticationMethods: readonly AuthenticationMethod[]; failure: Failure | null; metadata: JsonObject | null }
>
export const agreements = table<AgreementRow>(
  'agreements',
  without(Prisma.AgreementScalarFieldEnum, 'fencingToken', 'leaseUntil'),
)

export type ApiKeyRow = RowOf<ApiKey>
export const apiKeys = table<ApiKeyRow>('api_keys', Prisma.ApiKeyScalarFieldEnum)

export type AuditEntryRow = RowOf<AuditEntry>
export const auditEntries = table<AuditEntryRow>('audit_log', Prisma.AuditEntryScalarFieldEnum)

export type ChargeOperationRow = RowOf<ChargeOperation, { failure: Failure | null }>
export const chargeOperations = table<ChargeOperationRow>('charge_operations', Prisma.ChargeOperationScalarFieldEnum)

export type ChargeRow = RowOf<
  Omit<Charge, 'fencingToken' | 'leaseUntil'>,
  { authenticationMethods: readonly AuthenticationMethod[]; failure: Failure | null; metadata: JsonObject | null }
>
export const charges = table<ChargeRow>('charges', without(Prisma.ChargeScalarFieldEnum, 'fencingToken', 'leaseUntil'))

export type ClientTokenRow = RowOf<ClientToken>
export const clientTokens = table<ClientTokenRow>('client_tokens', Prisma.ClientTokenScalarFieldEnum)

export type ConsoleSessionRow = RowOf<ConsoleSession>
export const consoleSessions = table<ConsoleSessionRow>('console_sessions', Prisma.ConsoleSessionScalarFieldEnum)

export type ConsumerRow = RowOf<Consumer, { metadata: JsonObject | null }>
export const consumers = table<ConsumerRow>('consumers', Prisma.ConsumerScalarFieldEnum)

export type DataKeyRow = RowOf<DataKey>
export const dataKeys = table<DataKeyRow>('data_keys', Prisma.DataKeyScalarFieldEnum)

/** An event with its position in the log, as readers get it. */
export type LoggedEventRow = RowOf<Event, { data: JsonObject | null }>
export const loggedEvents = table<LoggedEventRow>('events', Prisma.EventScalarFieldEnum)

// The database assigns an event's position.
export const events = table<Omit<LoggedEventRow, 'xid' | 'seq'>>(
  'events',
  without(Prisma.EventScalarFieldEnum, 'xid', 'seq'),
)

/** Only pg reads it, and pg returns bytes as a Buffer. */
export type IdempotencyKeyRow = RowOf<IdempotencyKey, { fingerprint: Buffer }>
export const idempotencyKeys = table<IdempotencyKeyRow>('idempotency_keys', Prisma.IdempotencyKeyScalarFieldEnum)

export type InstrumentRow = RowOf<Instrument>
export const instruments = table<InstrumentRow>('instruments', Prisma.InstrumentScalarFieldEnum)

// Only a claim raises it.
export type OccurrenceRow = RowOf<Omit<Occurrence, 'fencingToken'>>
export const occurrences = table<OccurrenceRow>(
  'occurrences',
  without(Prisma.OccurrenceScalarFieldEnum, 'fencingToken'),
)

export type ProviderAccountRow = RowOf<ProviderAccount>
export const providerAccounts = table<ProviderAccountRow>('provider_accounts', Prisma.ProviderAccountScalarFieldEnum)

// The database assigns the id.
type ProviderCallRow = RowOf<Omit<ProviderCall, 'id'>>
export const providerCalls = table<ProviderCallRow>('provider_calls', without(Prisma.ProviderCallScalarFieldEnum, 'id'))

export type ProviderEventRow = RowOf<Omit<ProviderEvent, 'fencingToken' | 'leaseUntil'>>
export const providerEvents = table<ProviderEventRow>(
  'provider_events',
  without(Prisma.ProviderEventScalarFieldEnum, 'fencingToken', 'leaseUntil'),
)

export type ProviderRequestRow = RowOf<ProviderRequest>
export const providerRequests = table<ProviderRequestRow>('provider_requests', Prisma.ProviderRequestScalarFieldEnum)
export type RequestState = ProviderRequestRow['state']

export type RevocationRow = RowOf<Revocation, { failure: Failure | null }>
export const revocations = table<RevocationRow>('revocations', Prisma.RevocationScalarFieldEnum)

// The agreement's change sets `agreementEnded`, and the work queue writes the lease. A change of the schedule writes
// neither.
export type ScheduleRow = RowOf<
  Omit<Schedule, 'agreementEnded' | 'fencingToken' | 'leaseUntil'>,
  { metadata: JsonObject | null }
>
export const schedules = table<ScheduleRow>(
  'schedules',
  without(Prisma.ScheduleScalarFieldEnum, 'agreementEnded', 'fencingToken', 'leaseUntil'),
)

// The work queue writes the lease.
export type WebhookDeliveryRow = RowOf<
  Omit<WebhookDelivery, 'fencingToken' | 'leaseUntil'>,
  { tries: readonly WebhookTry[] }
>
export const webhookDeliveries = table<WebhookDeliveryRow>(
  'webhook_deliveries',
  without(Prisma.WebhookDeliveryScalarFieldEnum, 'fencingToken', 'leaseUntil'),
)

export type WebhookEndpointRow = RowOf<Omit<WebhookEndpoint, 'fencingToken' | 'leaseUntil'>>
export const webhookEndpoints = table<WebhookEndpointRow>(
  'webhook_endpoints',
  without(Prisma.WebhookEndpointScalarFieldEnum, 'fencingToken', 'leaseUntil'),
)
