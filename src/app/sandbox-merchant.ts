import { newId } from '../base/id.ts'
import type { Tenant } from '../domain/enums.ts'
import { hashKey } from '../operations/hosted-page/authenticate.ts'
import { ensureMerchant, revokeKeysOf } from '../store/merchant/merchants.ts'
import type { Database } from '../store/sql/database.ts'
import { keepApiKey } from './api-key.ts'

/** The sandbox's merchant. No other merchant may have this name: its keys come and go with the sandbox. */
export const SANDBOX_MERCHANT = 'Sandbox'

/**
 * The sandbox's merchant with the one key that SANDBOX_API_KEY names, which may do all that there is to try. A key that
 * was configured before does not hold any more.
 */
export async function ensureSandboxMerchant(database: Database, apiKey: string, now: Date): Promise<Tenant> {
  return database.transaction(async sql => {
    const merchantId = await ensureMerchant(sql, { id: newId('merchant', now), name: SANDBOX_MERCHANT }, now)
    const tenant: Tenant = { merchantId, mode: 'TEST' }
    await keepApiKey(sql, apiKey, { tenant, scopes: ['operator'], now })
    await revokeKeysOf(sql, { name: SANDBOX_MERCHANT, butHash: hashKey(apiKey) }, now)
    return tenant
  })
}

/** Outside sandbox mode a key that is printed in the documentation must not open anything. */
export async function retireSandboxMerchant(database: Database, now: Date): Promise<void> {
  await revokeKeysOf(database, { name: SANDBOX_MERCHANT, butHash: null }, now)
}
