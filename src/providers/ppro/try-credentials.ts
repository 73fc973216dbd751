import { randomUUID } from 'node:crypto'
import type { CredentialTrial } from '../port/account.ts'
import { createPproClient } from './client.ts'
import type { PproConfig } from './config.ts'

/**
 * Tries credentials by searching for a charge with a reference that does not exist, so it only reads. The answer shows
 * whether PPRO knows the API key and lets it act for the merchant. No request uses the webhook secret, so that is not
 * tried.
 */
export async function tryPproCredentials(
  config: PproConfig,
  { deadlineMs }: { readonly deadlineMs: number },
): Promise<CredentialTrial> {
  const client = createPproClient(config)
  try {
    const path = `/v1/payment-charges?merchantPaymentChargeReference=${randomUUID()}`
    const exchange = await client.get(path, deadlineMs)
    if (exchange.kind !== 'response') return { verdict: 'unavailable', reason: exchange.reason }
    const { status } = exchange
    if (status >= 200 && status < 300) return { verdict: 'accepted' }
    if (status === 401) return { verdict: 'refused', reason: 'PPRO does not accept the API key (401)' }
    if (status === 403) return { verdict: 'refused', reason: 'the API key may not act for this merchant id (403)' }
    if (status === 429 || status >= 500) return { verdict: 'unavailable', reason: `PPRO answered ${status}` }
    return { verdict: 'unknown', reason: `PPRO answered ${status}` }
  } finally {
    await client.close()
  }
}
