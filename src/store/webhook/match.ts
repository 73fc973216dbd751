import type { ProviderCode, Tenant } from '../../domain/enums.ts'
import { joinDataKey, type WithWrappedKey } from '../consumer/data-keys.ts'
import { createdAgreementId } from '../provider-request/repository.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { Write } from '../sql/write.ts'

/** Makes those notifications due that arrived before we knew the provider's id of their object. */
export function matchWaiting(found: {
  readonly provider: ProviderCode
  readonly providerAccountId: string | null
  readonly providerReference: string
  readonly now: Date
}): Write {
  return {
    shape: 'match:provider_events',
    text: parameter =>
      `UPDATE provider_events e SET status = 'RECEIVED', next_try_at = r.next_try_at, tries = 0
       FROM jsonb_populate_record(null::provider_events, ${parameter}::jsonb) r
       WHERE e.status = 'UNMATCHED' AND e.provider = r.provider AND e.provider_reference = r.provider_reference
         AND e.provider_account_id IS NOT DISTINCT FROM r.provider_account_id`,
    parameter: JSON.stringify({
      provider: found.provider,
      provider_account_id: found.providerAccountId,
      provider_reference: found.providerReference,
      next_try_at: found.now,
    }),
  }
}

export interface Match extends WithWrappedKey {
  readonly kind: 'charge' | 'agreement'
  readonly id: string
  readonly merchantId: string
  readonly mode: Tenant['mode']
  readonly createdAt: Date
  readonly consumerId: string
}

// By the provider's id, otherwise by the gateway's reference, which is the id of the provider request that created the
// object.
const matchCharge = statement<Match>(
  'match-charge',
  firstOf(
    `SELECT ${columnsOf('charge', 'c')} FROM charges c WHERE c.provider = $1::provider_code AND c.provider_reference = $2
       AND ${inAccount('c')}`,
    chargeByRequest('$3'),
  ),
)
const matchAgreement = statement<Match>(
  'match-agreement',
  firstOf(
    `SELECT ${columnsOf('agreement', 'g')} FROM agreements g WHERE g.provider = $1::provider_code AND g.provider_reference = $2
       AND ${inAccount('g')}`,
    agreementByRequest('$3'),
  ),
)

// The agreement comes first: the reference is in the consumer's return before a provider request with it exists.
const matchOther = statement<Match>(
  'match-other',
  firstOf(
    `SELECT ${columnsOf('agreement', 'g')} FROM agreements g WHERE g.provider = $1::provider_code AND g.id = $3
       AND ${inAccount('g')}`,
    chargeByRequest('$2'),
    agreementByRequest('$2'),
  ),
)

function inAccount(row: string): string {
  return `${row}.provider_account_id IS NOT DISTINCT FROM $4`
}

function columnsOf(kind: Match['kind'], row: string): string {
  return `'${kind}' AS kind, ${row}.id, ${row}.merchant_id, ${row}.mode, ${row}.created_at, ${row}.consumer_id`
}

function chargeByRequest(id: string): string {
  return `SELECT ${columnsOf('charge', 'c')} FROM provider_requests a JOIN charges c ON c.id = a.charge_id
          WHERE a.id = ${id} AND a.provider = $1::provider_code AND ${inAccount('a')}`
}

function agreementByRequest(id: string): string {
  return `SELECT ${columnsOf('agreement', 'g')} FROM provider_requests a JOIN agreements g ON g.id = a.agreement_id
          WHERE a.id = ${id} AND a.provider = $1::provider_code AND ${inAccount('a')}`
}

/** The result of the first selection that finds something. A UNION does not define an order. */
function firstOf(...selections: readonly string[]): string {
  const ranked = selections.map((selection, rank) => `SELECT ${rank} AS rank, found.* FROM (${selection}) found`)
  const columns =
    'f.kind, f.id, f.merchant_id AS "merchantId", f.mode, f.created_at AS "createdAt", f.consumer_id AS "consumerId"'
  return `SELECT ${columns}, k.wrapped_key AS "wrappedKey"
    FROM (${ranked.join(' UNION ALL ')}) f ${joinDataKey('f')} ORDER BY f.rank LIMIT 1`
}

/**
 * Finds the object of a notification. The search covers all tenants, because a notification names none, but only
 * objects that were made on the account whose secret signed it. Otherwise the owner of one account's secret could
 * change other merchants' charges.
 */
export async function findSubject(
  sql: Sql,
  { provider, providerAccountId }: { readonly provider: ProviderCode; readonly providerAccountId: string | null },
  subject: {
    readonly kind: 'charge' | 'agreement' | 'other'
    readonly providerReference: string | null
    readonly sentReference: string | null
  },
): Promise<Match | undefined> {
  const { sentReference } = subject
  if (subject.kind === 'other') {
    if (sentReference === null) return undefined
    return sql.row(matchOther, [provider, sentReference, createdAgreementId(sentReference), providerAccountId])
  }
  const find = subject.kind === 'charge' ? matchCharge : matchAgreement
  return sql.row(find, [provider, subject.providerReference, sentReference, providerAccountId])
}
