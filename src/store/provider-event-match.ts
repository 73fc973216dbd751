import type { ProviderCode, Tenant } from '../domain/vocabulary.ts'
import { createdAgreementId } from './attempts.ts'
import { type Sql, statement } from './database.ts'
import type { Write } from './write.ts'

/** Notifications that came before their object was known by the provider's id are now due. */
export function matchWaiting(found: {
  readonly provider: ProviderCode
  readonly providerReference: string
  readonly now: Date
}): Write {
  return {
    shape: 'match:provider_events',
    text: parameter =>
      `UPDATE provider_events e SET status = 'RECEIVED', next_try_at = r.next_try_at, tries = 0
       FROM jsonb_populate_record(null::provider_events, ${parameter}::jsonb) r
       WHERE e.status = 'UNMATCHED' AND e.provider = r.provider AND e.provider_reference = r.provider_reference`,
    parameter: JSON.stringify({
      provider: found.provider,
      provider_reference: found.providerReference,
      next_try_at: found.now,
    }),
  }
}

export interface Match {
  readonly kind: 'charge' | 'agreement'
  readonly id: string
  readonly merchantId: string
  readonly mode: Tenant['mode']
  readonly createdAt: Date
}

// By the provider's id, else by our reference, which is the id of the attempt that made it.
const matchCharge = statement<Match>(
  'match-charge',
  `SELECT 'charge' AS kind, c.id, c.merchant_id AS "merchantId", c.mode, c.created_at AS "createdAt" FROM charges c
   WHERE c.provider = $1::provider_code AND c.provider_reference = $2
   UNION ALL
   SELECT 'charge', c.id, c.merchant_id, c.mode, c.created_at FROM attempts a JOIN charges c ON c.id = a.charge_id
   WHERE a.id = $3 AND a.provider = $1::provider_code LIMIT 1`,
)
const matchAgreement = statement<Match>(
  'match-agreement',
  `SELECT 'agreement' AS kind, g.id, g.merchant_id AS "merchantId", g.mode, g.created_at AS "createdAt" FROM agreements g
   WHERE g.provider = $1::provider_code AND g.provider_reference = $2
   UNION ALL
   SELECT 'agreement', g.id, g.merchant_id, g.mode, g.created_at FROM attempts a JOIN agreements g ON g.id = a.agreement_id
   WHERE a.id = $3 AND a.provider = $1::provider_code LIMIT 1`,
)

// The agreement first: its consumer's return carries the reference before an attempt has it.
const matchOther = statement<Match>(
  'match-other',
  `SELECT 'agreement' AS kind, g.id, g.merchant_id AS "merchantId", g.mode, g.created_at AS "createdAt" FROM agreements g
   WHERE g.provider = $1::provider_code AND g.id = $3
   UNION ALL
   SELECT 'charge', c.id, c.merchant_id, c.mode, c.created_at FROM attempts a JOIN charges c ON c.id = a.charge_id
   WHERE a.id = $2 AND a.provider = $1::provider_code
   UNION ALL
   SELECT 'agreement', g.id, g.merchant_id, g.mode, g.created_at FROM attempts a JOIN agreements g ON g.id = a.agreement_id
   WHERE a.id = $2 AND a.provider = $1::provider_code LIMIT 1`,
)

/** What of ours a provider's notification is about: found across tenants, since the notification names none. */
export async function findSubject(
  sql: Sql,
  provider: ProviderCode,
  subject: {
    readonly kind: 'charge' | 'agreement' | 'other'
    readonly providerReference: string | null
    readonly sentReference: string | null
  },
): Promise<Match | undefined> {
  const { sentReference } = subject
  if (subject.kind === 'other') {
    if (sentReference === null) return undefined
    return sql.row(matchOther, [provider, sentReference, createdAgreementId(sentReference)])
  }
  const find = subject.kind === 'charge' ? matchCharge : matchAgreement
  return sql.row(find, [provider, subject.providerReference, sentReference])
}
