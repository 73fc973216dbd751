import { newId } from '../../../src/base/id.ts'
import { type NamedObjects, reachOf } from '../../../src/domain/access/client-grant.ts'
import type { Tenant } from '../../../src/domain/enums.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { findNamedRows } from '../../../src/store/access/named-rows.ts'
import type { Sql } from '../../../src/store/sql/database.ts'

/** The caller of a client token for these objects, as authentication finds it. */
export async function clientOf(sql: Sql, tenant: Tenant, objects: Partial<NamedObjects>): Promise<Caller> {
  const named = { consumerId: null, agreementId: null, chargeId: null, ...objects }
  const now = new Date()
  const tokenId = newId('clientToken', now)
  const reach = reachOf(await findNamedRows(sql, tenant, named))
  const grant = { tokenId, expiresAt: new Date(now.getTime() + 900_000), ...named, reach }
  return { tenant, merchantName: 'Test merchant', actor: tokenId, scopes: [], grant }
}
