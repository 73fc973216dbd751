import type { Tenant } from '../../domain/vocabulary.ts'
import { type Sql, statement } from '../database.ts'
import { idsIn } from './ids.ts'

export interface ProviderEventBodyRow {
  readonly id: string
  /** Null where it was erased. */
  readonly sealedBody: Buffer | null
}

const providerEventBodiesStatement = statement<ProviderEventBodyRow>(
  'provider-event-bodies',
  `SELECT event.id, event.sealed_body AS "sealedBody" FROM provider_events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND event.id = ANY (${idsIn('$3')}::text[])`,
)

/** The raw payloads of the tenant's notifications, still sealed, in no order. */
export function providerEventBodies(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<ProviderEventBodyRow[]> {
  return sql.rows(providerEventBodiesStatement, [tenant.merchantId, tenant.mode, ids])
}
