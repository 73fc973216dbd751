import { newId } from '../../base/id.ts'
import { scopes } from '../../domain/access/scopes.ts'
import type { Tenant } from '../../domain/enums.ts'
import { hashKey } from '../../operations/access/secret-hash.ts'
import { keepApiKey } from '../../operations/api-key/secret.ts'
import { revokeKeysOf, revokeLabeledKeys } from '../../store/merchant/api-keys.ts'
import { ensureMerchant } from '../../store/merchant/merchants.ts'
import type { Database } from '../../store/sql/database.ts'

/**
 * The name of the sandbox merchant. No other merchant may have it, because its keys are revoked outside sandbox mode.
 */
export const SANDBOX_MERCHANT = 'Sandbox'

/** The label of the key from the configuration, by which an earlier one is found. */
const CONFIGURED = 'SANDBOX_API_KEY'

/**
 * The sandbox merchant with the key SANDBOX_API_KEY, which has every scope. A key that was configured earlier is
 * revoked.
 */
export async function ensureSandboxMerchant(database: Database, apiKey: string, now: Date): Promise<Tenant> {
  return database.transaction(async sql => {
    const merchantId = await ensureMerchant(sql, { id: newId('merchant', now), name: SANDBOX_MERCHANT }, now)
    const tenant: Tenant = { merchantId, mode: 'TEST' }
    await keepApiKey(sql, apiKey, { tenant, scopes, now, label: CONFIGURED })
    await revokeLabeledKeys(sql, { merchantId, label: CONFIGURED, butHash: hashKey(apiKey) }, now)
    return tenant
  })
}

/** Outside sandbox mode, the key from the documentation must not give access. */
export async function retireSandboxMerchant(database: Database, now: Date): Promise<void> {
  await revokeKeysOf(database, SANDBOX_MERCHANT, now)
}
