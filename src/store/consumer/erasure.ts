import type { KeyHolder } from '../../base/encryption.ts'
import type { AgreementStatus, Tenant } from '../../domain/enums.ts'
import { type Sql, statement, type Transaction } from '../sql/database.ts'
import type { Write } from '../sql/write.ts'
import { type ProviderRequestRow, providerRequests, type RevocationRow, revocations } from '../tables.ts'

const lock = statement<never>(
  'data-key-lock',
  `SELECT FROM data_keys WHERE merchant_id = $1 AND mode = $2::mode AND consumer_id = $3 FOR UPDATE`,
)

/**
 * Waits for every transaction that is recording a provider request under the consumer's data key, and makes the next
 * ones wait until this transaction has ended: a trigger on provider requests takes the conflicting lock.
 */
export async function lockDataKey(sql: Transaction, { merchantId, mode }: Tenant, consumerId: string): Promise<void> {
  await sql.rows(lock, [merchantId, mode, consumerId])
}

const ofConsumer =
  'a.agreement_id IN (SELECT g.id FROM agreements g WHERE g.consumer_id = $1 AND g.merchant_id = $2 AND g.mode = $3::mode)'
const open = statement<ProviderRequestRow>(
  'provider-requests-open-of-consumer',
  `SELECT ${providerRequests.select('a')} FROM provider_requests a WHERE ${ofConsumer} AND a.state <> 'SETTLED' ORDER BY a.id`,
)

/** Provider requests whose outcome is not known: their exact bytes may have to be sent again. */
export function openRequestsOfConsumer(
  sql: Sql,
  { merchantId, mode }: Tenant,
  consumerId: string,
): Promise<ProviderRequestRow[]> {
  return sql.rows(open, [consumerId, merchantId, mode])
}

export interface ConsumersAgreement {
  readonly id: string
  readonly status: AgreementStatus
  readonly revokeRequestedAt: Date | null
}

const agreementsOf = statement<ConsumersAgreement>(
  'agreements-of-consumer',
  `SELECT id, status, revoke_requested_at AS "revokeRequestedAt" FROM agreements
   WHERE consumer_id = $1 AND merchant_id = $2 AND mode = $3::mode ORDER BY id`,
)

export function agreementsOfConsumer(
  sql: Sql,
  { merchantId, mode }: Tenant,
  consumerId: string,
): Promise<ConsumersAgreement[]> {
  return sql.rows(agreementsOf, [consumerId, merchantId, mode])
}

const revocationsOf = statement<RevocationRow>(
  'revocations-of-consumer',
  `SELECT ${revocations.select('r')} FROM revocations r JOIN agreements g ON g.id = r.agreement_id
   WHERE g.consumer_id = $1 AND g.merchant_id = $2 AND g.mode = $3::mode ORDER BY r.id`,
)

/** Every request to revoke an agreement of the consumer, oldest first. */
export function revocationsOfConsumer(
  sql: Sql,
  { merchantId, mode }: Tenant,
  consumerId: string,
): Promise<RevocationRow[]> {
  return sql.rows(revocationsOf, [consumerId, merchantId, mode])
}

/**
 * The writes of an erasure, besides the consumer's own row. Provider requests that are open keep their bytes, encrypted
 * under another key, in `kept`. Notifications that are not processed yet lose their bytes after processing.
 *
 * @param kept The bytes by the id of the provider request.
 */
export function erasureWrites(
  { id, merchantId, mode }: Tenant & Pick<KeyHolder, 'id'>,
  kept: ReadonlyMap<string, Buffer>,
): Write[] {
  const whose = JSON.stringify({ consumer_id: id, merchant_id: merchantId, mode })
  const of = (parameter: string) => `jsonb_populate_record(null::data_keys, ${parameter}::jsonb) w`
  const isTheirs = (row: string) =>
    `${row}.consumer_id = w.consumer_id AND ${row}.merchant_id = w.merchant_id AND ${row}.mode = w.mode`
  return [
    {
      shape: 'erase:data_keys',
      parameter: whose,
      text: parameter => `DELETE FROM data_keys k USING ${of(parameter)} WHERE ${isTheirs('k')}`,
    },
    {
      shape: 'erase:instruments',
      parameter: whose,
      text: parameter =>
        `UPDATE instruments i SET encrypted_token = NULL, last4 = NULL, expiry_month = NULL, expiry_year = NULL
         FROM ${of(parameter)} WHERE ${isTheirs('i')}`,
    },
    {
      shape: 'erase:provider_requests',
      parameter: whose,
      text: parameter =>
        `UPDATE provider_requests a SET encrypted_request = NULL FROM ${of(parameter)} JOIN agreements g ON ${isTheirs('g')}
         WHERE a.agreement_id = g.id AND a.state = 'SETTLED'`,
    },
    {
      shape: 'erase:provider_events',
      parameter: whose,
      text: parameter =>
        `UPDATE provider_events e SET encrypted_body = NULL, consumer_id = w.consumer_id, merchant_id = w.merchant_id, mode = w.mode
         FROM ${of(parameter)} CROSS JOIN LATERAL (${theirEvents}) t WHERE e.id = t.id AND e.status <> 'RECEIVED'`,
    },
    ...[...kept].map(([requestId, bytes]) => ({
      shape: 'keep:provider_requests',
      parameter: JSON.stringify({ id: requestId, encrypted_request: `\\x${bytes.toString('hex')}` }),
      text: (parameter: string) =>
        `UPDATE provider_requests a SET encrypted_request = r.encrypted_request
         FROM jsonb_populate_record(null::provider_requests, ${parameter}::jsonb) r WHERE a.id = r.id AND a.state <> 'SETTLED'`,
    })),
  ]
}

// Includes notifications that were never matched because they could not be read or processed. A UNION, so that no event
// occurs twice.
const theirEvents = ['charges', 'agreements']
  .map(
    table => `SELECT n.id FROM ${table} o JOIN provider_events n ON n.provider = o.provider AND n.provider_reference = o.provider_reference
         WHERE o.consumer_id = w.consumer_id AND o.merchant_id = w.merchant_id AND o.mode = w.mode`,
  )
  .concat(
    `SELECT n.id FROM agreements o JOIN provider_requests p ON p.agreement_id = o.id JOIN provider_events n ON n.sent_reference = p.id
         WHERE o.consumer_id = w.consumer_id AND o.merchant_id = w.merchant_id AND o.mode = w.mode`,
  )
  .concat('SELECT n.id FROM provider_events n WHERE n.consumer_id = w.consumer_id')
  .join(' UNION ')

// Work that was in progress when the consumer was erased: requests settle within days, notifications within minutes.
const SWEPT_WITHIN = '7 days'
const sweep = statement<{ id: string }>(
  'erased-consumers-sweep',
  `WITH erased AS (SELECT id FROM consumers WHERE erased_at > $1::timestamptz - interval '${SWEPT_WITHIN}'),
   requests AS (UPDATE provider_requests SET encrypted_request = NULL WHERE id IN (
     SELECT a.id FROM erased c JOIN agreements g ON g.consumer_id = c.id JOIN provider_requests a ON a.agreement_id = g.id
     WHERE a.state = 'SETTLED' AND a.encrypted_request IS NOT NULL LIMIT $2) RETURNING id),
   notifications AS (UPDATE provider_events SET encrypted_body = NULL WHERE id IN (
     SELECT e.id FROM erased c JOIN provider_events e ON e.consumer_id = c.id
     WHERE e.status <> 'RECEIVED' AND e.encrypted_body IS NOT NULL LIMIT $2) RETURNING id),
   tokens AS (UPDATE instruments SET encrypted_token = NULL, last4 = NULL, expiry_month = NULL, expiry_year = NULL WHERE id IN (
     SELECT i.id FROM erased c JOIN instruments i ON i.consumer_id = c.id
     WHERE i.encrypted_token IS NOT NULL LIMIT $2) RETURNING id)
   SELECT id FROM requests UNION ALL SELECT id FROM notifications UNION ALL SELECT id FROM tokens`,
)

/**
 * Clears work that was in progress when its consumer was erased, and has ended since. Returns how many rows it cleared.
 */
export async function sweepErased(sql: Sql, now: Date, limit: number): Promise<number> {
  return (await sql.rows(sweep, [now, limit])).length
}
