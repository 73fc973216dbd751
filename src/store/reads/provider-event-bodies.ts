import { type Sql, statement } from '../sql/database.ts'
import { idsIn } from './ids.ts'
import type { ProviderEventReader } from './provider-event.ts'

export interface ProviderEventBodyRow {
  readonly id: string
  /** Null where it was erased. */
  readonly encryptedBody: Buffer | null
}

const providerEventBodiesStatement = statement<ProviderEventBodyRow>(
  'provider-event-bodies',
  `SELECT event.id, event.encrypted_body AS "encryptedBody" FROM provider_events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND (event.subject_id IS NOT NULL OR $4) AND event.id = ANY (${idsIn('$3')}::text[])`,
)

/** The raw payloads of the tenant's notifications, still encrypted, in no order: of matched ones, for an operator of all. */
export function providerEventBodies(
  sql: Sql,
  { merchantId, mode, operator }: ProviderEventReader,
  ids: readonly string[],
): Promise<ProviderEventBodyRow[]> {
  return sql.rows(providerEventBodiesStatement, [merchantId, mode, ids, operator])
}
