import { newId } from '../base/id.ts'
import type { Tenant } from '../domain/vocabulary.ts'
import { hashKey } from '../operations/authenticate.ts'
import type { Database } from '../store/database.ts'
import { ensureMerchant, revokeOtherKeys } from '../store/merchants.ts'
import { keepApiKey } from './api-key.ts'

const NAME = 'Sandbox'

/**
 * The sandbox's merchant with the one key that SANDBOX_API_KEY names, which may do all that there is to try. A key that
 * was configured before does not hold any more.
 */
export async function ensureSandboxMerchant(database: Database, apiKey: string, now: Date): Promise<Tenant> {
  return database.transaction(async sql => {
    const merchantId = await ensureMerchant(sql, { id: newId('merchant', now), name: NAME }, now)
    const tenant: Tenant = { merchantId, mode: 'TEST' }
    await keepApiKey(sql, apiKey, { tenant, scopes: ['operator'], now })
    await revokeOtherKeys(sql, tenant, hashKey(apiKey), now)
    return tenant
  })
}
