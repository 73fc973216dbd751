import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ProviderRequestRow, providerRequests } from '../tables.ts'

const find = statement<ProviderRequestRow>(
  'provider-request-find',
  `SELECT ${providerRequests.select('a')} FROM provider_requests a WHERE a.id = $1`,
)

export function findProviderRequest(sql: Sql, id: string): Promise<ProviderRequestRow | undefined> {
  return sql.row(find, [id])
}

const openOfCharge = statement<ProviderRequestRow>(
  'provider-requests-open-of-charge',
  `SELECT ${providerRequests.select('a')} FROM provider_requests a
   WHERE a.charge_id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode AND a.state <> 'SETTLED' ORDER BY a.id`,
)

export function openRequestsOfCharge(sql: Sql, tenant: Tenant, chargeId: string): Promise<ProviderRequestRow[]> {
  return sql.rows(openOfCharge, [chargeId, tenant.merchantId, tenant.mode])
}

const openOfAgreement = statement<ProviderRequestRow>(
  'provider-requests-open-of-agreement',
  `SELECT ${providerRequests.select('a')} FROM provider_requests a
   WHERE a.agreement_id = $1 AND a.state <> 'SETTLED' AND a.purpose IN ('AGREEMENT_CREATE', 'AGREEMENT_REVOKE')
   ORDER BY a.id`,
)

/** Requests to create or revoke the agreement whose outcome is not known. */
export function openRequestsOfAgreement(sql: Sql, agreementId: string): Promise<ProviderRequestRow[]> {
  return sql.rows(openOfAgreement, [agreementId])
}

const pending = statement<ProviderRequestRow>(
  'provider-requests-of-pending',
  `SELECT ${providerRequests.select('a')} FROM provider_requests a JOIN charge_operations o ON o.id = a.operation_id
   WHERE a.charge_id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode
     AND o.kind <> 'AUTHORIZATION' AND o.status = 'PENDING' ORDER BY a.id`,
)

/** The requests for a charge's captures, refunds and voids that the provider has accepted but not finished. */
export function pendingRequestsOfCharge(sql: Sql, tenant: Tenant, chargeId: string): Promise<ProviderRequestRow[]> {
  return sql.rows(pending, [chargeId, tenant.merchantId, tenant.mode])
}

const sentReference = statement<{ id: string }>(
  'sent-reference-of-charge',
  `SELECT a.id FROM provider_requests a
   WHERE a.charge_id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode AND a.purpose IN ('CHARGE_CREATE', 'AGREEMENT_CREATE')`,
)

/**
 * The reference under which a charge was sent to its provider: the id of the provider request that created it.
 * Undefined while the charge waits for a consumer who must act first.
 */
export async function sentReferenceOf(sql: Sql, tenant: Tenant, chargeId: string): Promise<string | undefined> {
  return (await sql.row(sentReference, [chargeId, tenant.merchantId, tenant.mode]))?.id
}

/** The recorded results of a provider request's sendings so far. */
export interface Sendings {
  /** Sendings whose responses were lost, or that the provider did not accept at all. */
  readonly unanswered: number
  readonly answered: number
}

const count = statement<Sendings>(
  'provider-request-sendings',
  `SELECT (count(*) FILTER (WHERE outcome IN ('unknown', 'notSent')))::int AS unanswered,
     (count(*) FILTER (WHERE outcome NOT IN ('unknown', 'notSent')))::int AS answered
   FROM provider_calls WHERE provider_request_id = $1 AND verb = 'send'`,
)

export async function sendingsOf(sql: Sql, providerRequestId: string): Promise<Sendings> {
  return (await sql.row(count, [providerRequestId])) ?? { unanswered: 0, answered: 0 }
}
