import { newId } from '../base/id.ts'
import { scopes } from '../domain/access/scopes.ts'
import type { Tenant } from '../domain/enums.ts'
import { hashKey } from '../operations/access/authenticate.ts'
import { ensureMerchant, revokeKeysOf } from '../store/merchant/merchants.ts'
import type { Database } from '../store/sql/database.ts'
import { keepApiKey } from './api-key.ts'

/**
 * The name of the sandbox merchant. No other merchant may have it, because its keys are revoked outside sandbox mode.
 */
export const SANDBOX_MERCHANT = 'Sandbox'

/**
 * The sandbox merchant with one key, SANDBOX_API_KEY, which has every scope. A key that was configured earlier is
 * revoked.
 */
export async function ensureSandboxMerchant(database: Database, apiKey: string, now: Date): Promise<Tenant> {
  return database.transaction(async sql => {
    const merchantId = await ensureMerchant(sql, { id: newId('merchant', now), name: SANDBOX_MERCHANT }, now)
    const tenant: Tenant = { merchantId, mode: 'TEST' }
    await keepApiKey(sql, apiKey, { tenant, scopes, now })
    await revokeKeysOf(sql, { name: SANDBOX_MERCHANT, butHash: hashKey(apiKey) }, now)
    return tenant
  })
}

/** Outside sandbox mode, the key from the documentation must not give access. */
export async function retireSandboxMerchant(database: Database, now: Date): Promise<void> {
  await revokeKeysOf(database, { name: SANDBOX_MERCHANT, butHash: null }, now)
}
